import type { DispatchCycle } from '../dispatch/index.js';
import { withUse, type FleetProjection, type KnownCircumstances } from '../fleet/index.js';
import { deliveryDayOf, type Clock } from '../kernel/index.js';

/**
 * What a driver who asks is told of: use on record, and what dispatch has taken since and puts on record when the hour is
 * over. A process without dispatch of its own knows the record alone.
 */
export function withUseInHand(
  fleet: Pick<FleetProjection, 'charger' | 'chargerFor' | 'dischargeUseOf'>,
  dispatch: () => Pick<DispatchCycle, 'unrecordedWh'>,
  clock: Clock,
): KnownCircumstances {
  return {
    charger: (chargerId) => fleet.charger(chargerId),
    chargerFor: (chargerId, sessionId, pluggingIn) => fleet.chargerFor(chargerId, sessionId, pluggingIn),
    dischargeUseOf(sessionId, driverId) {
      const used = fleet.dischargeUseOf(sessionId, driverId);
      const unrecordedWh = dispatch().unrecordedWh(sessionId);
      return unrecordedWh === 0 ? used : withUse(used, deliveryDayOf(clock.now()), unrecordedWh);
    },
  };
}
