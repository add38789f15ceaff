import { describe, expect, it } from '@jest/globals';
import { asRecorded } from '../../test/support/trading-events.js';
import { SessionsByCharger } from './sessions-by-charger.js';

const on = (chargers: SessionsByCharger, type: string, data: object): readonly string[] =>
  asRecorded([{ type, data }]).flatMap((event) => chargers.apply(event));

describe('sessions by charger', () => {
  it('names everyone whom a plug-in, an unplug or a registration concerns', () => {
    const chargers = new SessionsByCharger();
    expect(on(chargers, 'VehiclePluggedIn', { chargerId: 'C1', sessionId: 'A' })).toEqual(['A']);
    expect(on(chargers, 'VehiclePluggedIn', { chargerId: 'C1', sessionId: 'B' })).toEqual(['A', 'B']);
    expect(on(chargers, 'ChargerRegistered', { chargerId: 'C1' })).toEqual(['A', 'B']);
    expect(on(chargers, 'ChargerRegistered', { chargerId: 'C2' })).toEqual([]);
    expect(on(chargers, 'VehicleUnplugged', { chargerId: 'C1', sessionId: 'A' })).toEqual(['B', 'A']);
    expect(on(chargers, 'VehicleUnplugged', { chargerId: 'C1', sessionId: 'B' })).toEqual(['B']);
    expect(on(chargers, 'ChargerRegistered', { chargerId: 'C1' })).toEqual([]);
  });
});
