import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('.', import.meta.url));

/** What no read model depends on. */
const ELSEWHERE = /^(cli|dashboard[\\/]web|simulation)[\\/]|\.spec\.ts$|\.d\.ts$/;

let known: string | null = null;

/**
 * SHA-256 over the running program's own files, hex: any other code has another version, and nobody has to remember to
 * raise a number. Some twenty milliseconds, once a process.
 */
export function codeVersion(): string {
  known ??= digestOfFiles();
  return known;
}

function digestOfFiles(): string {
  const files = readdirSync(PROGRAM, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|ts)$/.test(file) && !ELSEWHERE.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(PROGRAM, file)));
  return hash.digest('hex');
}
