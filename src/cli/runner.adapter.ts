import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../kernel/index.js';
import { CommandFailed, EXIT, type CliIo } from './command.js';

/** A command as the root knows it before its file is loaded. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the command's file; it declares its options and does its work. */
  readonly load: () => Promise<(io: CliIo) => Command>;
}

/**
 * Runs `backfeed` with these arguments (without node and script). Only the file of the command that is asked for is
 * loaded, so that help is there at once.
 * @returns the exit code.
 */
export async function runCli(args: readonly string[], io: CliIo, commands: readonly CommandEntry[]): Promise<number> {
  const program = root(io);
  const asked = commands.find((entry) => entry.name === nameAsked(args));
  for (const entry of commands) {
    const command = entry === asked ? (await entry.load())(io) : new Command(entry.name).summary(entry.summary);
    program.addCommand(inheriting(program, command.summary(entry.summary)));
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    return failed(error, io);
  }
}

function root(io: CliIo): Command {
  return new Command('backfeed')
    .description('Vehicle-to-grid trading engine: parked EV batteries as FCR-N reserve capacity.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'what it does and takes')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(--help says what it takes)')
    .exitOverride();
}

/** `backfeed help NAME` and `backfeed NAME` ask for the same file. */
function nameAsked(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  return first === 'help' ? second : first;
}

/** Commands made on their own must write and end as the root does: commander passes that on only where it makes them. */
function inheriting(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inheriting(command, child);
  return command;
}

function failed(error: unknown, io: CliIo): number {
  // Help and version end this way too, with code 0; what is wrong with the usage was written already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof InputError || error instanceof CommandFailed) {
    io.stderr.write(`backfeed: ${error.message}\n`);
    return error instanceof CommandFailed ? error.exitCode : EXIT.usage;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  io.stderr.write(`backfeed: ${io.env['BACKFEED_DEBUG'] ? (stack ?? message) : message}\n`);
  return EXIT.failure;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
