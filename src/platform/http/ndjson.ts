/** A line of an NDJSON body that is no JSON. It stands in the list in the line's place, so that the rest still counts. */
export interface UnreadableLine {
  /** Counted from 1, blank lines included. */
  readonly unreadableLine: number;
  readonly reason: string;
}

/** The values of newline-delimited JSON, in order; blank lines are skipped, a byte-order mark is not a value. */
export function parseNdjson(text: string): unknown[] {
  const values: unknown[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== '') values.push(valueOf(line, index + 1));
  }
  return values;
}

function valueOf(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    return { unreadableLine: number, reason: (error as Error).message } satisfies UnreadableLine;
  }
}
