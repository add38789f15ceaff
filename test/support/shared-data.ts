import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const sharedRoot = process.env['BACKFEED_SHARED'] ?? resolve(projectRoot, '../shared');

/** Real data and reference answers live beside the project, not in it. The absolute path, or null where it is absent. */
export function sharedFile(...parts: readonly string[]): string | null {
  const path = resolve(sharedRoot, ...parts);
  return existsSync(path) ? path : null;
}

/** `describe` over a shared file or folder; skipped, saying what is missing, where it is absent. */
export function describeWithShared(name: string, parts: readonly string[], body: (path: string) => void): void {
  const path = sharedFile(...parts);
  if (path === null)
    describe.skip(`${name} (skipped: no ${parts.join('/')} in BACKFEED_SHARED or ../shared)`, () => body(''));
  else describe(name, () => body(path));
}
