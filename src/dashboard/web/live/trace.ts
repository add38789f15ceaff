import type { FrequencyPiece, LiveView, ResponsePiece } from '../../api/dashboard-view.js';

/** How much of the past the page keeps. */
export const TRACE_MS = 3_600_000;

/** The live series as columns: one row a sample, in order of time. */
export interface Trace {
  readonly at: readonly number[];
  readonly millihertz: readonly (number | null)[];
  readonly requiredW: readonly (number | null)[];
  readonly response: readonly ResponsePiece[];
}

export const emptyTrace = (): Trace => ({ at: [], millihertz: [], requiredW: [], response: [] });

interface Columns {
  at: number[];
  millihertz: (number | null)[];
  requiredW: (number | null)[];
}

/** A piece that was sent twice (the stream resumed) adds nothing: only samples after the last one count. */
function appendPiece(columns: Columns, piece: FrequencyPiece): void {
  const last = columns.at.at(-1) ?? -Infinity;
  piece.millihertz.forEach((millihertz, index) => {
    const at = piece.from + index * piece.stepMs;
    if (at <= last) return;
    columns.at.push(at);
    columns.millihertz.push(millihertz);
    columns.requiredW.push(piece.requiredW[index] ?? null);
  });
}

export function extendTrace(trace: Trace, live: LiveView): Trace {
  const columns: Columns = {
    at: [...trace.at],
    millihertz: [...trace.millihertz],
    requiredW: [...trace.requiredW],
  };
  for (const piece of live.frequency) appendPiece(columns, piece);
  const lastTo = trace.response.at(-1)?.to ?? -Infinity;
  const response = [...trace.response, ...live.response.filter((piece) => piece.from >= lastTo)];
  return cut({ ...columns, response });
}

function cut(trace: Trace): Trace {
  const since = (trace.at.at(-1) ?? 0) - TRACE_MS;
  const first = trace.at.findIndex((at) => at >= since);
  if (first <= 0) return { ...trace, response: trace.response.filter((piece) => piece.to >= since) };
  return {
    at: trace.at.slice(first),
    millihertz: trace.millihertz.slice(first),
    requiredW: trace.requiredW.slice(first),
    response: trace.response.filter((piece) => piece.to >= since),
  };
}

/** Mean delivered response at each sample, W; null where no stretch was recorded yet. Rows as in `trace.at`. */
export function deliveredAt(trace: Trace): (number | null)[] {
  let index = 0;
  return trace.at.map((at) => {
    while (index < trace.response.length && (trace.response[index]?.to ?? 0) <= at) index += 1;
    const piece = trace.response[index];
    return piece && piece.from <= at ? piece.deliveredW : null;
  });
}
