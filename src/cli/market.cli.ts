import { Command } from 'commander';
import type { CliIo } from './command.js';
import { marketCheckCommand } from './market-check.cli.js';
import { marketDocumentsCommand } from './market-documents.cli.js';

/** `backfeed market`: the documents exchanged with the TSO. */
export const marketCommand = (io: CliIo): Command =>
  new Command('market')
    .description('the documents exchanged with the TSO')
    .addCommand(marketDocumentsCommand(io))
    .addCommand(marketCheckCommand(io));
