import { LogOverloaded, LogUnavailable } from '../eventlog/event-log.port.js';
import { BusUnavailable } from './message-bus.port.js';

/** Nothing is wrong with the messages: the log or the bus cannot take them at the moment. */
export const isNotNow = (error: unknown): boolean =>
  error instanceof LogOverloaded || error instanceof LogUnavailable || error instanceof BusUnavailable;
