import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../kernel/index.js';
import { chargerDecider, type Charger } from './charger.js';

const charger: Charger = {
  chargerId: 'C1',
  siteId: null,
  connectors: 2,
  current: 'DC',
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  v2gReady: true,
  prequalification: 'applied',
};
const register = (state: Charger | null, registered: Charger) =>
  chargerDecider.decide(state, { type: 'RegisterCharger', charger: registered });

describe('registering a charger', () => {
  it('is a fact once', () => {
    expect(register(null, charger)).toEqual([{ type: 'ChargerRegistered', data: charger }]);
    expect(register(charger, { ...charger })).toEqual([]);
  });
  it.each([
    { siteId: 'site' },
    { connectors: 1 },
    { current: 'AC' },
    { maxChargeW: 7_400 },
    { maxDischargeW: 7_400 },
    { prequalification: 'prequalified' },
  ] as const)('is a new fact where something changed: %p', (change) => {
    const changed = { ...charger, ...change };
    expect(register(charger, changed)).toEqual([{ type: 'ChargerRegistered', data: changed }]);
    expect(chargerDecider.evolve(charger, { type: 'ChargerRegistered', data: changed })).toEqual(changed);
  });
  it('is refused where hardware that can’t discharge has a discharge limit', () => {
    const refusal = register(null, { ...charger, v2gReady: false });
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'NOT_V2G_READY', field: 'maxDischargeW' });
  });
});
