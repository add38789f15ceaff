import { Command } from 'commander';
import { BidExplainer, type BidExplanation } from '../bidding/index.js';
import { epochMs, InputError } from '../kernel/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import { readSettings } from '../settings.js';
import { answer, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';

interface ExplainOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed explain bid`: why a bid is what it is, from the log alone, beside a running server too. */
export function explainCommand(io: CliIo): Command {
  const command = new Command('explain').description('why something is what it is, from the log alone');
  command
    .command('bid')
    .description('why a bid has its quantity and price, and what became of it')
    .argument('<bidId>', 'as in the bid book')
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR)')
    .option('--json', 'one JSON document')
    .action(async (bidId: string, { data, json }: ExplainOptions) => {
      const { text, ...explanation } = await explainBid(bidId, data ?? readSettings(io.env).dataDir, io);
      answer(io, json, explanation, text);
    });
  return command;
}

/** @throws InputError when the folder has no log or no plan in it has the bid. */
async function explainBid(bidId: string, dataDir: string, io: CliIo): Promise<BidExplanation> {
  const clock = { now: () => epochMs(io.now()) };
  const log = await SqliteEventLog.open({ file: eventLogFile(dataDir), clock, readOnly: true });
  try {
    const explanation = await new BidExplainer(log).explain(bidId);
    if (explanation) return explanation;
    throw new InputError(
      `bid "${bidId}" is not in the log in ${dataDir}; the dashboard and GET /api/v1/bids name the bids`,
    );
  } finally {
    await log.close();
  }
}
