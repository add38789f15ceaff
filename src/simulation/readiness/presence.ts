import type { HistorySession } from '../../fleet/index.js';
import { MS_PER_HOUR, type EpochMs } from '../../kernel/index.js';
import type { Stay } from '../simulated-fleet.js';
import { ASSUMED_V2G_POWER_W, type UnknownStay } from './readiness-stays.js';

type Plugged = Pick<UnknownStay, 'chargerId' | 'pluggedInAt' | 'unpluggedAt' | 'maxDischargeW'>;

/** Which chargers have a car at the start of an hour, and which have one of which nothing is known. */
export class Presence {
  private readonly hoursOf = new Map<string, Set<number>>();
  private readonly powerW = new Map<string, number>();
  private readonly unknownW = new Map<number, number>();

  constructor(stays: readonly Plugged[], unknown: readonly UnknownStay[]) {
    for (const stay of [...stays, ...unknown]) {
      const { chargerId, maxDischargeW } = stay;
      const hours = this.hoursOf.get(chargerId) ?? new Set();
      this.hoursOf.set(chargerId, hours);
      for (const hour of hoursWithin(stay)) hours.add(hour);
      this.powerW.set(chargerId, Math.max(maxDischargeW, this.powerW.get(chargerId) ?? 0));
    }
    for (const stay of unknown)
      for (const hour of hoursWithin(stay))
        this.unknownW.set(hour, (this.unknownW.get(hour) ?? 0) + stay.maxDischargeW);
  }

  /** In use within [from, until), sorted. */
  chargerIds(from: EpochMs, until: EpochMs): string[] {
    const inUse = (hour: number): boolean => hour >= from / MS_PER_HOUR && hour < until / MS_PER_HOUR;
    return [...this.hoursOf].flatMap(([id, hours]) => ([...hours].some(inUse) ? [id] : [])).sort();
  }

  installedW(chargerIds: readonly string[]): number {
    return chargerIds.reduce((sum, id) => sum + (this.powerW.get(id) ?? 0), 0);
  }

  /** Discharge power at `at` of the chargers without a car, and of those with a car of which nothing is known. */
  idleW(at: EpochMs, chargerIds: readonly string[]): [emptyW: number, unknownW: number] {
    const hour = at / MS_PER_HOUR;
    const empty = chargerIds.filter((id) => this.hoursOf.get(id)?.has(hour) !== true);
    return [this.installedW(empty), this.unknownW.get(hour) ?? 0];
  }

  /** Of the time plugged in, what charging the measured energy at the charger's own full power left over. */
  idleShare(sessions: readonly HistorySession[], stays: readonly Stay[]): number {
    const powerOf = new Map(stays.map((stay) => [stay.sessionId, stay.maxChargeW]));
    let pluggedMs = 0;
    let chargingMs = 0;
    for (const session of sessions) {
      const stayMs = session.unpluggedAt - session.pluggedInAt;
      const chargeW = session.maxChargeW ?? powerOf.get(session.sessionId) ?? ASSUMED_V2G_POWER_W;
      pluggedMs += stayMs;
      if (chargeW > 0) chargingMs += Math.min(stayMs, (session.energyWh / chargeW) * MS_PER_HOUR);
    }
    return pluggedMs === 0 ? 0 : 1 - chargingMs / pluggedMs;
  }
}

/** Whole UTC hours since 1970 whose start finds the car plugged in. */
function* hoursWithin({ pluggedInAt, unpluggedAt }: Plugged): Generator<number> {
  for (let hour = Math.ceil(pluggedInAt / MS_PER_HOUR); hour * MS_PER_HOUR < unpluggedAt; hour++) yield hour;
}
