import { deliveryDayOf, epochMs, type DeliveryDay, type Recorded } from '../kernel/index.js';
import { refill } from '../platform/index.js';
import type { DeliveryScored, ResponseRecorded } from './activation.events.js';
import { DeliveryDuties } from './delivery-duties.projection.js';

export type ScoredMtu = DeliveryScored['data'];

/** Scored MTUs by delivery day, what is still to be scored, and the last minute of response. */
export class ActivationBook {
  static readonly types: readonly string[] = [...DeliveryDuties.types, 'ResponseRecorded'];
  readonly duties = new DeliveryDuties();
  private readonly days = new Map<DeliveryDay, Map<string, ScoredMtu>>();
  private newest: ResponseRecorded['data'] | null = null;

  apply(event: Recorded): void {
    this.duties.apply(event);
    if (event.type === 'ResponseRecorded') this.newest = (event as Recorded<ResponseRecorded>).data;
    if (event.type !== 'DeliveryScored') return;
    const { data } = event as Recorded<DeliveryScored>;
    const day = deliveryDayOf(epochMs(Date.parse(data.mtuStart)));
    const rows = this.days.get(day) ?? new Map<string, ScoredMtu>();
    this.days.set(day, rows.set(data.mtuStart, data));
  }

  snapshot() {
    const { days, newest } = this;
    return { days, newest, duties: this.duties.snapshot() };
  }

  restore(snapshot: ReturnType<ActivationBook['snapshot']>): void {
    refill(this.days, snapshot.days);
    this.newest = snapshot.newest;
    this.duties.restore(snapshot.duties);
  }

  /** In order of the MTUs. */
  day(day: DeliveryDay): ScoredMtu[] {
    return [...(this.days.get(day)?.values() ?? [])].sort((a, b) => (a.mtuStart < b.mtuStart ? -1 : 1));
  }

  latestDay(): DeliveryDay | null {
    return [...this.days.keys()].sort().at(-1) ?? null;
  }

  latestResponse(): ResponseRecorded['data'] | null {
    return this.newest;
  }
}
