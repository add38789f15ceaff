import { jsonLine, LOG_LEVELS, textLine, type LogLevel } from './log-line.js';
import type { Log, LogFields } from './log.port.js';

export interface LogOptions {
  readonly stream: { readonly isTTY?: boolean | undefined; write(text: string): unknown };
  /** The least important level that is still written; default info. */
  readonly level?: LogLevel;
  /** Wall-clock time, ms since 1970: simulated time belongs into the fields. */
  readonly now?: () => number;
}

/** A log of lines on a stream: text on a terminal, JSON anywhere else. */
export function lineLog({ stream, level = 'info', now = Date.now }: LogOptions): Log {
  const print = stream.isTTY === true ? textLine : jsonLine;
  const at =
    (lineLevel: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(lineLevel) < LOG_LEVELS.indexOf(level)) return;
      stream.write(print({ at: new Date(now()).toISOString(), level: lineLevel, message, fields }));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
