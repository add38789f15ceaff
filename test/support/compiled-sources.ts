import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

export interface CompiledSources {
  /** Where `src/` is, as JavaScript. */
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Compiles folders of `src/` for a child process, which has no Jest to do it. The result lies under `node_modules`, so
 * that the code finds its packages.
 */
export async function compileSources(folders: readonly string[]): Promise<CompiledSources> {
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'backfeed-sources-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await Promise.all(folders.map((each) => compileFolder(each, folder)));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

async function compileFolder(from: string, to: string): Promise<void> {
  for (const path of await readdir(join(ROOT, 'src', from), { recursive: true })) {
    if (!path.endsWith('.ts') || path.endsWith('.spec.ts')) continue;
    const source = await readFile(join(ROOT, 'src', from, path), 'utf8');
    const { code } = await transform(source, {
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
      module: { type: 'es6' },
    });
    const target = join(to, from, path.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code);
  }
}
