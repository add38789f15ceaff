/** Values that say what a line is about; names carry their unit. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One line per thing that matters to whoever runs the engine. Never a token, never personal data. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** For tests and commands that tell their story otherwise. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
