import { InputError } from '../kernel/index.js';

/** What a command may touch of the process it runs in. */
export interface CliIo {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wall-clock time, ms since 1970. */
  readonly now: () => number;
}

/** Exit codes are a contract with scripts. */
export const EXIT = {
  done: 0,
  /** The work was tried and failed. */
  failure: 1,
  /** Bad usage or bad input: the message names file, line or field, and the fix. */
  usage: 2,
} as const;

/** A command's honest no: its message is for people and needs no stack. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failure,
  ) {
    super(message);
  }
}

/** The one answer of a command: with `--json` one document and nothing else on stdout, else text for people. */
export function answer(io: CliIo, json: boolean | undefined, document: object, text: string): void {
  io.stdout.write(json === true ? `${JSON.stringify(document)}\n` : text.endsWith('\n') ? text : `${text}\n`);
}

export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** Parser for commander: a whole number within the bounds, both included. */
export const wholeNumber = (option: string, bounds: Bounds = {}) =>
  numberMatching(option, /^-?\d{1,15}$/, 'a whole number', bounds);

/** Parser for commander: a plain decimal number within the bounds, both included. */
export const decimalNumber = (option: string, bounds: Bounds = {}) =>
  numberMatching(option, /^-?\d{1,15}(\.\d{1,15})?$/, 'a number', bounds);

function numberMatching(option: string, pattern: RegExp, kind: string, { least, most }: Bounds) {
  return (text: string): number => {
    const value = pattern.test(text) ? Number(text) : NaN;
    if (value >= (least ?? -Infinity) && value <= (most ?? Infinity)) return value;
    const from = least === undefined ? '' : ` from ${least}`;
    throw new InputError(`${option} ${text}: must be ${kind}${from}${most === undefined ? '' : ` up to ${most}`}`);
  };
}

/** Parser for commander: one of the words. */
export const wordOf =
  <T extends string>(option: string, words: readonly T[]) =>
  (text: string): T => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new InputError(`${option} ${text}: must be one of ${words.join(', ')}`);
    return word;
  };

/** Parser for commander: a date, as a delivery day is written. */
export const dayText =
  (option: string) =>
  (text: string): string => {
    const [year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).slice(1).map(Number);
    const real = day !== undefined && day >= 1 && day <= daysInMonth(year ?? 0, month ?? 0);
    if (!real) throw new InputError(`${option} ${text}: must be a delivery day, YYYY-MM-DD, like 2026-01-12`);
    return text;
  };

/** 0 for a month that is none. */
const daysInMonth = (year: number, month: number): number => {
  if (month < 1 || month > 12) return 0;
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
};
