import { describe, expect, it } from '@jest/globals';
import { PLUG_IN } from '../../test/support/fleet.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import type { Charger, DischargeUse } from '../fleet/index.js';
import { deliveryDay } from '../kernel/index.js';
import { withUseInHand } from './use-in-hand.js';

const charger = { chargerId: 'C1' } as Charger;
const yesterday: DischargeUse = { sessionWh: 2_000, day: deliveryDay('2026-01-11'), dayWh: 1_500 };
const fleet = {
  charger: () => charger,
  chargerFor: () => ({ ...charger, maxChargeW: 4_000 }),
  dischargeUseOf: () => yesterday,
};
const known = (unrecordedWh: number) =>
  withUseInHand(fleet, () => ({ unrecordedWh: () => unrecordedWh }), new ManualClock(PLUG_IN));

describe('use of a battery, to the minute', () => {
  it('is what is on record while dispatch has taken nothing since', () => {
    expect(known(0).dischargeUseOf?.('S1', 'D1')).toBe(yesterday);
  });

  it('has what dispatch took since in it, on the day of now', () => {
    expect(known(300).dischargeUseOf?.('S1', 'D1')).toEqual({
      sessionWh: 2_300,
      day: deliveryDay('2026-01-12'),
      dayWh: 300,
    });
  });

  it('leaves chargers as the fleet has them', () => {
    expect(known(300).charger('C1')).toBe(charger);
    expect(known(300).chargerFor?.('C1', 'S1')?.maxChargeW).toBe(4_000);
  });
});
