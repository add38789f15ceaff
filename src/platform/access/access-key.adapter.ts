import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../kernel/index.js';

const KEY_FILE = 'access.key';
const KEY_BYTES = 32;

/**
 * The installation's signing key: 32 random bytes, base64url, in `<dataDir>/access.key`, mode 0600, made at first use.
 * Whoever deletes the file takes back every token made with it.
 * @throws InputError when the file is open to others or holds no key.
 */
export function openAccessKey(dataDir: string): Uint8Array {
  const file = join(dataDir, KEY_FILE);
  if (!existsSync(file)) createKey(dataDir, file);
  // Windows has no such mode bits.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new InputError(
      `${file} can be read by others, who could sign tokens: chmod 600 it, or delete it to start a new key`,
    );
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES)
    throw new InputError(
      `${file} holds no key of ${KEY_BYTES} bytes: put it back from a backup, or delete it to start a new key`,
    );
  return key;
}

/** Written aside and linked into place: another process starting now sees a whole key or none, and the first one wins. */
function createKey(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}
