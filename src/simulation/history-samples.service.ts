import { deliveryDayOf, deterministicUuid, parseInstant, type Metadata, type Recorded } from '../kernel/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import type { EventLog } from '../platform/index.js';
import type { FirmCapacitySample } from './history-run.js';

export interface AddedSamples {
  readonly appended: number;
  /** Stand in the log already, with the same content. */
  readonly known: number;
  /** Left out: of these MTUs the log holds what live trading measured. */
  readonly measuredLive: number;
}

/** Samples of a past into a customer's log. The same samples again add nothing; other ones of an MTU supersede it. */
export class HistorySamples {
  constructor(private readonly log: EventLog) {}

  async add(samples: readonly FirmCapacitySample[]): Promise<AddedSamples> {
    const newest = await this.newestByMtu();
    const days = new Map<string, Recorded<FirmCapacityMeasured>['data'][]>();
    let [known, measuredLive] = [0, 0];
    for (const sample of samples) {
      const before = newest.get(sample.mtuStart);
      if (before?.data.origin === 'delivery') measuredLive++;
      else if (before !== undefined && sameSample(before.data, sample)) known++;
      else {
        const stream = `ledger-${sample.product}-${deliveryDayOf(parseInstant(sample.mtuStart))}`;
        days.set(stream, [...(days.get(stream) ?? []), sample]);
      }
    }
    for (const [stream, ofDay] of days)
      await this.log.append(
        stream,
        'any',
        ofDay.map((data) => ({
          type: 'FirmCapacityMeasured',
          data,
          meta: metadata(stream, data, newest.get(data.mtuStart)?.meta.messageId),
          occurredAt: parseInstant(data.mtuStart),
        })),
      );
    return { appended: samples.length - known - measuredLive, known, measuredLive };
  }

  private async newestByMtu(): Promise<Map<string, Recorded<FirmCapacityMeasured>>> {
    const newest = new Map<string, Recorded<FirmCapacityMeasured>>();
    for await (const event of this.log.readAll({ types: ['FirmCapacityMeasured'] })) {
      const measured = event as Recorded<FirmCapacityMeasured>;
      newest.set(measured.data.mtuStart, measured);
    }
    return newest;
  }
}

const sameSample = (a: FirmCapacitySample, b: FirmCapacitySample): boolean =>
  (Object.keys(b) as (keyof FirmCapacitySample)[]).every((field) => a[field] === b[field]);

/** @param superseded message id of the sample that this one takes the place of. */
function metadata(stream: string, { mtuStart }: FirmCapacitySample, superseded = ''): Metadata {
  const messageId = deterministicUuid(stream, 'FirmCapacityMeasured', 'history', mtuStart, superseded);
  return { messageId, correlationId: messageId, causationId: superseded || messageId, actor: 'import' };
}
