import type { EpochMs, Interval } from '../kernel/index.js';
import { departureRow, unknownDeparture, type DepartureRow } from './backtest-rows.js';
import { earlyDepartureRow, type EarlyDepartureRow } from './early-departures.js';
import type { SimulatedVehicle } from './simulated-vehicle.js';

/** Every session that ended within the days under study, and of them those whose drivers left before they had said. */
export class DepartureBook {
  private readonly departures: DepartureRow[] = [];
  private readonly early: EarlyDepartureRow[] = [];

  constructor(
    private readonly days: Interval,
    private readonly leavers: ReadonlySet<string>,
  ) {}

  unplugged(vehicle: SimulatedVehicle): void {
    if (!this.ended(vehicle)) return;
    this.departures.push(departureRow(vehicle));
    if (this.leavers.has(vehicle.sessionId)) this.early.push(earlyDepartureRow(vehicle));
  }

  /** A session whose battery or gauge the file does not know. */
  unknown(session: Parameters<typeof unknownDeparture>[0]): void {
    if (this.ended(session)) this.departures.push(unknownDeparture(session));
  }

  /** By time of unplugging. */
  rows(): { readonly departures: readonly DepartureRow[]; readonly earlyDepartures: readonly EarlyDepartureRow[] } {
    return { departures: [...this.departures].sort(byUnplug), earlyDepartures: [...this.early].sort(byUnplug) };
  }

  private ended({ unpluggedAt }: { readonly unpluggedAt: EpochMs }): boolean {
    return unpluggedAt >= this.days.start && unpluggedAt < this.days.end;
  }
}

type Ended = Pick<DepartureRow, 'unplugged_at' | 'session_id'>;

const byUnplug = (a: Ended, b: Ended): number =>
  a.unplugged_at < b.unplugged_at ? -1 : a.unplugged_at > b.unplugged_at ? 1 : a.session_id < b.session_id ? -1 : 1;
