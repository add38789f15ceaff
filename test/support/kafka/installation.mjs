import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = dirname(fileURLToPath(import.meta.url));
const POM = join(HERE, 'pom.xml');
const CACHE = join(HERE, '../../../node_modules/.cache');
const OLDEST_JAVA = 17;
const FETCH_MS = 180_000;
const FAILURE_STANDS_MS = 600_000;

/**
 * The broker's jars, fetched from Maven Central once and kept under `node_modules`.
 * @returns the class path, or why there is none: `{ classPath, missing: null }` or `{ classPath: null, missing }`.
 */
export async function kafkaInstallation() {
  const without = (missing) => ({ classPath: null, missing });
  const java = await javaVersion();
  if (java === null) return without('there is no Java on this machine');
  if (java < OLDEST_JAVA) return without(`Java ${java} is too old for the broker, it needs ${OLDEST_JAVA}`);
  const folder = join(CACHE, `kafka-${createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) {
    const failure = recentFailure(folder) ?? (await fetchJars(folder));
    if (failure !== null) return without(failure);
  }
  return { classPath: join(folder, '*'), missing: null };
}

/** Where Maven's failure is noted, so that the other test files do not wait for the next one. */
const noteOf = (folder) => `${folder}.failed`;

function recentFailure(folder) {
  const note = statSync(noteOf(folder), { throwIfNoEntry: false });
  return note !== undefined && Date.now() - note.mtimeMs < FAILURE_STANDS_MS
    ? readFileSync(noteOf(folder), 'utf8')
    : null;
}

async function javaVersion() {
  try {
    const { stderr, stdout } = await run('java', ['-version']);
    const [, version] = /version "(?:1\.)?(\d+)/.exec(`${stderr}${stdout}`) ?? [];
    return version === undefined ? null : Number(version);
  } catch {
    return null;
  }
}

/** Whole or not at all: a folder that an interrupted run left half full would be taken for an installation. */
async function fetchJars(folder) {
  const partial = `${folder}.${process.pid}`;
  await mkdir(CACHE, { recursive: true });
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`, '-DincludeScope=runtime'];
  try {
    await run('mvn', ['-B', '-q', '-f', POM, ...goal], { timeout: FETCH_MS, maxBuffer: 1 << 24 });
    await rename(partial, folder);
    return null;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (existsSync(folder)) return null;
    if (error.code === 'ENOENT') return 'there is no Maven on this machine to fetch the broker with';
    const [line = ''] = /^\[ERROR\].*$/m.exec(`${error.stdout}`) ?? [];
    const reason = `Maven could not fetch the broker: ${line || error.message}`;
    writeFileSync(noteOf(folder), reason);
    return reason;
  }
}
