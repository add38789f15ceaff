import { Refusal, type Decider } from '../kernel/index.js';
import type { ChargerRegistered } from './fleet.events.js';

/** A charging point as the operator registered it. Limits are grid-side W ≥ 0; 0 means zero. */
export type Charger = ChargerRegistered['data'];

export interface RegisterCharger {
  readonly type: 'RegisterCharger';
  readonly charger: Charger;
}

/** One charger's stream: the last registration stands; registering the same again says nothing new. */
export const chargerDecider: Decider<Charger | null, RegisterCharger, ChargerRegistered> = {
  initial: null,
  decide(state, { charger }) {
    if (charger.maxDischargeW > 0 && !charger.v2gReady)
      return new Refusal(
        'NOT_V2G_READY',
        `charger ${charger.chargerId} is not V2G-ready but has maxDischargeW ${charger.maxDischargeW}; set v2gReady true or maxDischargeW 0`,
        'maxDischargeW',
      );
    return state !== null && sameCharger(state, charger) ? [] : [{ type: 'ChargerRegistered', data: charger }];
  },
  evolve: (_, event) => event.data,
};

const sameCharger = (a: Charger, b: Charger): boolean =>
  a.siteId === b.siteId &&
  a.connectors === b.connectors &&
  a.current === b.current &&
  a.maxChargeW === b.maxChargeW &&
  a.maxDischargeW === b.maxDischargeW &&
  a.v2gReady === b.v2gReady &&
  a.prequalification === b.prequalification &&
  (a.maxDischargeWh ?? null) === (b.maxDischargeWh ?? null) &&
  (a.maxDailyCyclesPermille ?? null) === (b.maxDailyCyclesPermille ?? null);
