import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { InputError } from '../kernel/index.js';
import { answer, dayText, decimalNumber, wholeNumber, wordOf, type CliIo } from './command.js';

const written = (json: boolean | undefined, text: string): string => {
  const stdout = new PassThrough();
  const io: CliIo = { stdout, stderr: new PassThrough(), env: {}, now: () => 0 };
  answer(io, json, { a: 1 }, text);
  return String(stdout.read());
};

describe('options of commands', () => {
  it('read numbers within their bounds', () => {
    expect(wholeNumber('--port', { least: 0, most: 65_535 })('3000')).toBe(3000);
    expect(decimalNumber('--reliability', { least: 0, most: 1 })('0.9')).toBe(0.9);
  });

  it.each(['', 'x', '1.5', '65536', '-1', '1e3', '0x10', ' 1'])('take no whole number for a port from "%s"', (text) => {
    const parse = (): number => wholeNumber('--port', { least: 0, most: 65_535 })(text);
    expect(parse).toThrow(new InputError(`--port ${text}: must be a whole number from 0 up to 65535`));
  });

  it('name the words they take', () => {
    expect(wordOf('--role', ['trader', 'tso'])('tso')).toBe('tso');
    expect(() => wordOf('--role', ['trader', 'tso'])('boss')).toThrow('--role boss: must be one of trader, tso');
  });

  it.each(['2026-01-12', '2024-02-29', '2026-12-31'])('know %s as a day', (text) => {
    expect(dayText('--day')(text)).toBe(text);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '12.01.2026', '2026-01-00', '2026-01-12T00:00Z'])(
    'know %s as none',
    (text) => {
      expect(() => dayText('--day')(text)).toThrow(InputError);
    },
  );
});

describe('the answer of a command', () => {
  it('is text for people, or one JSON document', () => {
    expect(written(undefined, 'done')).toBe('done\n');
    expect(written(undefined, 'done\n')).toBe('done\n');
    expect(written(true, 'done')).toBe('{"a":1}\n');
  });
});
