import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { InputError, isoInstant, parseInstant, type EpochMs } from '../kernel/index.js';
import { xmlCodec } from '../market/documents/xml-codec.adapter.js';
import {
  BidRegister,
  isRefused,
  problemText,
  verdictOn,
  type MarketDocumentKind,
  type Problem,
  type Verdict,
} from '../market/index.js';
import { answer, CommandFailed, EXIT, type CliIo } from './command.js';

interface CheckOptions {
  readonly at?: EpochMs;
  readonly json?: boolean;
}

/** What the other side would answer to one file. */
interface CheckedFile {
  readonly file: string;
  /** Null where it can't be told. */
  readonly kind: MarketDocumentKind | null;
  readonly mrid: string | null;
  readonly verdict: 'accepted' | 'rejected';
  /** The acknowledgement's reasons. */
  readonly answer: Verdict;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

/** `backfeed market check`: files are read in their order, so that an update or a cancellation follows what it changes. */
export function marketCheckCommand(io: CliIo): Command {
  return new Command('check')
    .description('checks market documents against the profile and says what the TSO would answer')
    .argument('<file...>', 'XML files, in the order in which they were sent')
    .option(
      '--at <instant>',
      'the clock for gate rules, ISO 8601 with an offset (default: each document’s own createdDateTime)',
      parseInstant,
    )
    .option('--json', 'one JSON document')
    .addHelpText('after', '\nExits with 2 if a document would be rejected.')
    .action(async (files: readonly string[], { at, json }: CheckOptions) => {
      const desk = new BidRegister();
      const checked: CheckedFile[] = [];
      for (const file of files) checked.push(check(file, await contentOf(file), at ?? null, desk));
      const rejected = checked.filter(({ verdict }) => verdict === 'rejected');
      const clock = at === undefined ? null : isoInstant(at);
      answer(io, json, { at: clock, rejected: rejected.length, files: checked }, checked.map(textOf).join('\n'));
      if (rejected.length > 0)
        throw new CommandFailed(
          `${rejected.length} of ${checked.length} documents would be rejected: ${rejected.map(({ file }) => file).join(', ')}`,
          EXIT.usage,
        );
    });
}

async function contentOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new InputError(`${file}: can not be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

function check(file: string, content: Uint8Array, at: EpochMs | null, desk: BidRegister): CheckedFile {
  const { document, problems } = xmlCodec.read(content, { at, desk });
  if (document?.kind === 'ReserveBid_MarketDocument') desk.take(document);
  return {
    file,
    kind: document?.kind ?? null,
    mrid: document?.mrid ?? null,
    verdict: document ? 'accepted' : 'rejected',
    answer: verdictOn(problems),
    problems: problems.filter(isRefused),
    notes: problems.filter((problem) => !isRefused(problem)),
  };
}

function textOf({ file, kind, verdict, problems, notes }: CheckedFile): string {
  const lines = [`${file}: ${kind === null ? '' : `${kind} `}would be ${verdict}`];
  lines.push(...problems.map((problem) => `  ${problemText(problem)}`));
  lines.push(...notes.map((note) => `  note: ${problemText(note)}`));
  return lines.join('\n');
}
