import { Command } from 'commander';
import { restoreLog } from '../platform/eventlog/embedded/backup.adapter.js';
import { answer, type CliIo } from './command.js';
import { embeddedLogFile } from './embedded-log.adapter.js';
import { startProgress } from './progress.adapter.js';

interface RestoreOptions {
  readonly from: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed restore`: a data folder from a backup, which is checked first and only read. */
export function restoreCommand(io: CliIo): Command {
  return new Command('restore')
    .description('a data folder from a backup; the hash chain is checked first, and the folder must be empty')
    .requiredOption('--from <file>', 'a file that `backfeed backup` wrote')
    .option('--data <dir>', 'folder to make (default: BACKFEED_DATA_DIR)')
    .option('--json', 'one JSON document')
    .action(async ({ from, data, json }: RestoreOptions) => {
      const progress = startProgress(io, 'checking the backup');
      const report = await restoreLog(from, embeddedLogFile(io, data, 'restore'), progress.update);
      progress.stop();
      const { file, events, head } = report;
      answer(io, json, report, `${file}: ${events} events, checked. Head of the hash chain: ${head}`);
    });
}
