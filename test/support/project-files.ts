import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Made by tools, or not ours: nobody keeps house there. */
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.backfeed', 'backtest-report']);
const TEXT = /\.(ts|tsx|mjs|cjs|js|json|md|css|html|yaml|yml|sh|svg)$|^\.ci\//;

/** Every text file of the project as it lies on the disk, tracked or not; paths from its root, with forward slashes. */
export function projectFiles(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : join(folder, entry.name);
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : projectFiles(path);
      return TEXT.test(path) && entry.name !== 'package-lock.json' ? [path] : [];
    });
}

export const textOf = (path: string): string => readFileSync(path, 'utf8');

/** `file:line text` of every line that matches. */
export function linesMatching(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
}

const SHELL = /\.(module|controller|service|adapter|dto|gateway|consumer|guard|cli|decorators)\.ts$/;
const PAGE = /^src\/dashboard\/web\//;

/** Source files below the rooms that may not touch a clock, a disk or a network: their name has no suffix of the shell. */
export const isPure = (path: string): boolean =>
  /^src\/[^/]+\/.*\.ts$/.test(path) && !PAGE.test(path) && !SHELL.test(path) && !path.endsWith('.spec.ts');
