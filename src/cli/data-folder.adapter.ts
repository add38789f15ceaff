import { join } from 'node:path';

/** The event log inside a data folder. */
export const eventLogFile = (dataDir: string): string => join(dataDir, 'events.sqlite');
