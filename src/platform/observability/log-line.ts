import type { LogFields } from './log.port.js';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** One JSON document on one line, for machines. */
export const jsonLine = ({ at, level, message, fields }: LogEntry): string =>
  `${JSON.stringify({ at, level, message, ...fields })}\n`;

/** One line for people: `10:42:07 warn  message key=value`. Line breaks within are shown, not made. */
export function textLine({ at, level, message, fields }: LogEntry): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${/[\s"=]/.test(String(value)) ? JSON.stringify(value) : String(value)}`);
  return `${at.slice(11, 19)} ${level.padEnd(5)} ${message.replaceAll(/[\r\n]+/g, ' | ')}${pairs.join('')}\n`;
}
