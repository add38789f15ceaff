import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const FOLDER = 'test/fixtures/logs';
const SUFFIX = '.sqlite.br';

/** The versions of which a log is kept. */
export const RELEASES: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => name.slice(0, -SUFFIX.length));

/** Unpacks the log of a release to `file`. */
export function unpackReleasedLog(version: string, file: string): void {
  writeFileSync(file, brotliDecompressSync(readFileSync(join(FOLDER, `${version}${SUFFIX}`))));
}
