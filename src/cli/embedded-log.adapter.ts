import { InputError } from '../kernel/index.js';
import { readSettings } from '../settings.js';
import type { CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';

/**
 * The embedded log that a command works on.
 * @param data what `--data` names.
 * @throws InputError when the settings name another store.
 */
export function embeddedLogFile(io: CliIo, data: string | undefined, command: string): string {
  if (data !== undefined) return eventLogFile(data);
  const settings = readSettings(io.env);
  if (settings.eventStore !== 'embedded')
    throw new InputError(
      `${command} is for the embedded log, and BACKFEED_EVENT_STORE names another store: use that store's own tools, ` +
        'or name a data folder with --data',
    );
  return eventLogFile(settings.dataDir);
}
