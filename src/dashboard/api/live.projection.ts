import {
  epochMs,
  MS_PER_HOUR,
  MS_PER_SECOND,
  parseInstant,
  unitOf,
  type EpochMs,
  type Recorded,
} from '../../kernel/index.js';
import { fcrnRules, requiredResponseW } from '../../market/index.js';
import type { ResponseRecorded } from '../../activation/index.js';
import type { FrequencyRecorded } from '../../fleet/index.js';
import type { FrequencyPiece, LiveView, ResponsePiece } from './dashboard-view.js';

/** How much of the live series is kept. */
export const LIVE_MS = MS_PER_HOUR;

/** The last hour of frequency and response, as pieces that carry the position of the event they came with. */
export class LiveProjection {
  static readonly types: readonly string[] = ['FrequencyRecorded', 'ResponseRecorded'];

  private frequency: FrequencyPiece[] = [];
  private response: ResponsePiece[] = [];

  /** `committedW` answers the capacity committed for the MTU that starts at an instant. */
  constructor(private readonly committedW: (mtuStart: EpochMs) => number) {}

  apply(event: Recorded): void {
    if (event.type === 'FrequencyRecorded') this.addFrequency(event.position, event.data as FrequencyRecorded['data']);
    if (event.type === 'ResponseRecorded') this.addResponse(event.position, event.data as ResponseRecorded['data']);
  }

  snapshot() {
    const { frequency, response } = this;
    return { frequency, response };
  }

  restore(snapshot: ReturnType<LiveProjection['snapshot']>): void {
    this.frequency = snapshot.frequency;
    this.response = snapshot.response;
  }

  /** Pieces that came after log position `position`; neighbours of the same step are joined. */
  after(position: number): LiveView {
    const newer = <P extends { readonly position: number }>(pieces: readonly P[]): P[] =>
      pieces.filter((piece) => piece.position > position);
    return { frequency: joined(newer(this.frequency)), response: newer(this.response) };
  }

  private addFrequency(position: number, data: FrequencyRecorded['data']): void {
    const { stepMs, millihertz } = perSecond(data.stepMs, data.millihertz);
    const from = parseInstant(data.from);
    const requiredW = millihertz.map((value, index) =>
      value === null ? null : Math.round(requiredResponseW(this.committedAt(from + index * stepMs), value)),
    );
    this.frequency.push({ position, from, stepMs, millihertz, requiredW });
    const since = from + millihertz.length * stepMs - LIVE_MS;
    if ((this.frequency[0]?.from ?? since) < since - LIVE_MS / 2)
      this.frequency = this.frequency.filter((piece) => piece.from >= since);
  }

  private addResponse(position: number, data: ResponseRecorded['data']): void {
    if (data.seconds === 0) return;
    const from = parseInstant(data.from);
    const to = from + data.seconds * MS_PER_SECOND;
    this.response.push({
      position,
      from,
      to,
      committedW: data.committedW,
      requiredW: Math.round((data.requiredUpWs - data.requiredDownWs) / data.seconds),
      deliveredW: Math.round((data.deliveredUpWs - data.deliveredDownWs) / data.seconds),
      maintainedW: Math.round(data.maintainedWs / data.seconds),
      enduranceUpMin: data.enduranceUpMin,
      enduranceDownMin: data.enduranceDownMin,
      energyManagement: data.aemSeconds > 0 ? 'AEM' : data.nemSeconds > 0 ? 'NEM' : 'none',
    });
    if ((this.response[0]?.to ?? to) < to - 1.5 * LIVE_MS)
      this.response = this.response.filter((piece) => piece.to >= to - LIVE_MS);
  }

  private committedAt(at: number): number {
    const instant = epochMs(at);
    return this.committedW(unitOf(instant, fcrnRules(instant).mtuMinutes).start);
  }
}

interface Samples {
  readonly stepMs: number;
  readonly millihertz: readonly (number | null)[];
}

/** Steps under a second become the mean of each second's numeric samples: the screen shows no more. */
function perSecond(stepMs: number, millihertz: readonly (number | null)[]): Samples {
  const each = Math.round(MS_PER_SECOND / stepMs);
  if (each <= 1) return { stepMs, millihertz };
  const seconds: (number | null)[] = [];
  for (let start = 0; start < millihertz.length; start += each) {
    const known = millihertz.slice(start, start + each).filter((value) => value !== null);
    seconds.push(known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0) / known.length));
  }
  return { stepMs: MS_PER_SECOND, millihertz: seconds };
}

function joined(pieces: readonly FrequencyPiece[]): FrequencyPiece[] {
  const runs: FrequencyPiece[][] = [];
  for (const piece of pieces) {
    const last = runs.at(-1)?.at(-1);
    const follows =
      last && last.stepMs === piece.stepMs && last.from + last.millihertz.length * last.stepMs === piece.from;
    if (follows) runs.at(-1)?.push(piece);
    else runs.push([piece]);
  }
  return runs.map(joinRun);
}

function joinRun(run: readonly FrequencyPiece[]): FrequencyPiece {
  const [first, ...rest] = run as [FrequencyPiece, ...FrequencyPiece[]];
  if (rest.length === 0) return first;
  return {
    ...first,
    position: rest.at(-1)?.position ?? first.position,
    millihertz: run.flatMap((piece) => piece.millihertz),
    requiredW: run.flatMap((piece) => piece.requiredW),
  };
}
