import { Command } from 'commander';
import { backupLog } from '../platform/eventlog/embedded/backup.adapter.js';
import { answer, type CliIo } from './command.js';
import { embeddedLogFile } from './embedded-log.adapter.js';
import { startProgress } from './progress.adapter.js';

interface BackupOptions {
  readonly out: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed backup`: the embedded log into one file, while the server writes. */
export function backupCommand(io: CliIo): Command {
  return new Command('backup')
    .description('online backup of the embedded log: one compact file, checked event by event before it gets its name')
    .requiredOption('--out <file>', 'the backup; must not be there yet')
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR)')
    .option('--json', 'one JSON document')
    .action(async ({ out, data, json }: BackupOptions) => {
      const progress = startProgress(io, 'checking the backup');
      const report = await backupLog(embeddedLogFile(io, data, 'backup'), out, progress.update);
      progress.stop();
      const { file, bytes, events, head } = report;
      answer(io, json, report, `${file}: ${events} events, ${bytes} bytes, checked. Head of the hash chain: ${head}`);
    });
}
