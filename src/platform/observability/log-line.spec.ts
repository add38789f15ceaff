import { describe, expect, it } from '@jest/globals';
import { jsonLine, textLine, type LogEntry } from './log-line.js';

const entry: LogEntry = {
  at: '2026-01-12T15:00:07.123Z',
  level: 'warn',
  message: 'first\nsecond',
  fields: { lagEvents: 3, reason: 'no answer', left: undefined },
};

describe('log lines', () => {
  it('for people stay one line, whatever a message or value holds', () => {
    expect(textLine(entry)).toBe('15:00:07 warn  first | second lagEvents=3 reason="no answer"\n');
    expect(textLine({ ...entry, message: 'm', fields: { a: 'x\ny' } })).toBe('15:00:07 warn  m a="x\\ny"\n');
  });

  it('for machines are one JSON document each', () => {
    const line = jsonLine(entry);
    expect(line.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(line)).toEqual({
      at: '2026-01-12T15:00:07.123Z',
      level: 'warn',
      message: 'first\nsecond',
      lagEvents: 3,
      reason: 'no answer',
    });
  });
});
