import { Command } from 'commander';
import { EmbeddedTokens } from '../platform/access/embedded-tokens.adapter.js';
import { ROLES, type Role } from '../platform/access/index.js';
import { readSettings } from '../settings.js';
import { answer, decimalNumber, wordOf, type CliIo } from './command.js';

const DEFAULT_DAYS = 30;
const MOST_DAYS = 3_650;

interface TokenOptions {
  readonly role: Role;
  readonly driver?: string;
  readonly subject?: string;
  readonly days: number;
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed token`: a token signed with the installation's key. On stdout stands the token alone, for scripts. */
export function tokenCommand(io: CliIo): Command {
  return new Command('token')
    .description("a token signed with the installation's key, for scripts and single-machine installations")
    .requiredOption('--role <role>', ROLES.join(', '), wordOf('--role', ROLES))
    .option('--driver <id>', 'the driver it is for; with --role driver only')
    .option('--subject <name>', 'who or what will use it (default: the driver or the role)')
    .option(
      '--days <n>',
      'days until it expires',
      decimalNumber('--days', { least: 0.001, most: MOST_DAYS }),
      DEFAULT_DAYS,
    )
    .option('--data <dir>', "the installation's folder (default: BACKFEED_DATA_DIR)")
    .option('--json', 'one JSON document')
    .addHelpText('after', "\nDelete access.key in the installation's folder and restart to take back every token.")
    .action(async ({ data, json, ...request }: TokenOptions) => {
      const tokens = EmbeddedTokens.open(data ?? readSettings(io.env).dataDir);
      const issued = await tokens.issueToken({ ...request, now: io.now() });
      answer(io, json, issued, issued.token);
      if (!json) io.stderr.write(`role ${issued.role}, subject ${issued.subject}, until ${issued.expiresAt}\n`);
    });
}
