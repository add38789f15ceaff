import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, type Refusal } from '../../kernel/index.js';
import { fileNameOf, isFileId, namedMessage, sidecarNameOf, sidecarType } from './edx-file-name.js';
import {
  CarrierUnavailable,
  type CarriedMessage,
  type MessageCarrier,
  type NoMessage,
} from './message-carrier.port.js';

export interface EdxFolderOptions {
  /** The exchange folder; its parts are made where they are missing. */
  readonly folder: string;
  /** `bsp` writes into `outbox` and reads `inbox`; `tso`, the other side of the same folder, the other way round. */
  readonly side?: 'bsp' | 'tso';
  /** Between two looks at what has come; default 1 s. */
  readonly pollMs?: number;
  /** A file without a whole document is left alone this long: its writer may not have finished. Default 30 s. */
  readonly unfinishedMs?: number;
  /** Told of a message that could not be read, or that the listener failed on. */
  readonly onFailure?: (file: string, reason: string) => void;
}

interface Listener {
  readonly handle: (message: CarriedMessage) => Promise<Refusal | null | void>;
  readonly putAside: (what: NoMessage) => Promise<void>;
}

/**
 * The file-system interface of an ECP/EDX toolbox: a document is a file, its message type in the name
 * (`FI-FCR-BID-CIM_<mRID>.xml`) or in a JSON file beside it. Files appear whole, by a rename, and are synced before.
 *
 * | folder | holds |
 * | --- | --- |
 * | `outbox` | what the toolbox has yet to take |
 * | `sent` | a copy of each message that was in the outbox: it is not put there again |
 * | `inbox` | what the toolbox brought |
 * | `received` | what the listener has dealt with |
 * | `refused` | what was no message, or refused by the listener, with the reason in `<name>.reason.txt` |
 *
 * Between the rename into the outbox and the copy in `sent` a crash can let a message be sent twice, never lost; the TSO
 * answers the second with "Message reference must be unique".
 */
export class EdxFolder implements MessageCarrier {
  private listener: Listener | null = null;
  private looking: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  private constructor(
    private readonly options: EdxFolderOptions,
    private readonly path: Readonly<Record<'out' | 'in' | 'sent' | 'received' | 'refused', string>>,
  ) {}

  /** @throws InputError when the folder can't be written. */
  static async open(options: EdxFolderOptions): Promise<EdxFolder> {
    const mine = options.side !== 'tso';
    const at = (name: string): string => join(options.folder, name);
    const path = {
      out: at(mine ? 'outbox' : 'inbox'),
      in: at(mine ? 'inbox' : 'outbox'),
      sent: at(mine ? 'sent' : 'tso-sent'),
      received: at(mine ? 'received' : 'tso-received'),
      refused: at(mine ? 'refused' : 'tso-refused'),
    };
    try {
      for (const part of Object.values(path)) await mkdir(part, { recursive: true });
      for (const name of await readdir(path.out)) if (isUnfinished(name)) await rm(join(path.out, name));
    } catch (error) {
      throw new InputError(`the EDX folder ${options.folder} can't be used: ${(error as Error).message}`);
    }
    return new EdxFolder(options, path);
  }

  async send({ id, type, text }: CarriedMessage): Promise<void> {
    if (!isFileId(id)) throw new InputError(`"${id}" can't be the id of a message`);
    const name = fileNameOf(type, id);
    try {
      const before = (await textOf(join(this.path.sent, name))) ?? (await textOf(join(this.path.out, name)));
      if (before !== null && before !== text)
        throw new InputError(`message ${id} was sent with another text; a changed document needs an id of its own`);
      if (before === null) await writeWhole(this.path.out, name, text);
      await writeWhole(this.path.sent, name, text);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new CarrierUnavailable(`the EDX folder does not take ${name}: ${(error as Error).message}`);
    }
  }

  listen(handle: Listener['handle'], putAside: Listener['putAside'] = () => Promise.resolve()): void {
    this.listener = { handle, putAside };
    this.schedule(0);
  }

  /** Hands over what has come; one look at a time. */
  async look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => (this.looking = null));
    await this.looking;
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.looking?.catch(() => undefined);
  }

  private schedule(afterMs: number): void {
    if (this.closed) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.look()
        .catch((error: unknown) => this.options.onFailure?.(this.path.in, String(error)))
        .finally(() => this.schedule(this.options.pollMs ?? 1_000));
    }, afterMs);
    this.timer.unref();
  }

  private async lookOnce(): Promise<void> {
    for (const name of await this.waiting()) {
      if (this.closed || !this.listener) return;
      await this.handOver(name, this.listener);
    }
  }

  /** In the order in which they came, as far as the file system tells it. */
  private async waiting(): Promise<string[]> {
    const names = (await readdir(this.path.in)).filter((name) => name.endsWith('.xml') && !isUnfinished(name));
    const files: { name: string; cameAt: number }[] = [];
    for (const name of names) {
      const found = await stat(join(this.path.in, name)).catch(() => null);
      if (found?.isFile()) files.push({ name, cameAt: found.mtimeMs });
    }
    return files.sort((a, b) => a.cameAt - b.cameAt || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
  }

  private async handOver(name: string, listener: Listener): Promise<void> {
    const file = join(this.path.in, name);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return;
    const message = await this.messageOf(name, bytes);
    if (typeof message === 'string' && (await this.mayBeUnfinished(file))) return;
    let reason: string | null;
    try {
      reason = await this.refusalOf(name, bytes, message, listener);
    } catch (error) {
      // It stays where it is and comes again at the next look; the messages after it do not wait.
      this.options.onFailure?.(name, (error as Error).message);
      return;
    }
    if (reason === null) await this.moveAway(name, this.path.received);
    else await this.putAside(name, reason);
  }

  /** Why a file is put aside, once the listener knows of it; null: it was taken. */
  private async refusalOf(
    name: string,
    content: Buffer,
    message: CarriedMessage | string,
    { handle, putAside }: Listener,
  ): Promise<string | null> {
    if (typeof message !== 'string') return (await handle(message))?.message ?? null;
    await putAside({ name, content, reason: message });
    return message;
  }

  /** The message, or why the file is none. */
  private async messageOf(name: string, bytes: Buffer): Promise<CarriedMessage | string> {
    const named = namedMessage(name);
    const beside = named ? null : await textOf(join(this.path.in, sidecarNameOf(name)));
    const type = named?.type ?? (beside === null ? null : sidecarType(beside));
    if (type === null) return `the message type is neither in the name nor in ${sidecarNameOf(name)}`;
    const text = decoded(bytes);
    if (text === null) return 'the file is not UTF-8';
    if (!/<\/[\w.:-]+>\s*$/.test(text)) return 'the document has no end';
    return { id: named?.id ?? name.slice(0, -'.xml'.length), deliveryDay: null, type, text };
  }

  private async mayBeUnfinished(file: string): Promise<boolean> {
    const { mtimeMs } = await stat(file);
    return Date.now() - mtimeMs < (this.options.unfinishedMs ?? 30_000);
  }

  private async putAside(name: string, reason: string): Promise<void> {
    await writeWhole(this.path.refused, `${name}.reason.txt`, `${reason}\n`);
    await this.moveAway(name, this.path.refused);
    this.options.onFailure?.(name, reason);
  }

  /** A message that comes again under its name keeps both: nothing that came is ever written over. */
  private async moveAway(name: string, folder: string): Promise<void> {
    let free = name;
    for (let copy = 2; await stat(join(folder, free)).catch(() => null); copy++)
      free = name.replace(/\.xml$/, `~${copy}.xml`);
    await rename(join(this.path.in, name), join(folder, free));
    await rename(join(this.path.in, sidecarNameOf(name)), join(folder, sidecarNameOf(free))).catch(() => {});
    await syncFolder(folder);
  }
}

const UNFINISHED = '.unfinished-';
const isUnfinished = (name: string): boolean => name.startsWith(UNFINISHED);

async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const unfinished = join(folder, `${UNFINISHED}${name}`);
  const handle = await open(unfinished, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, join(folder, name));
  await syncFolder(folder);
}

/** The rename itself is on the disk only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(absent);

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
