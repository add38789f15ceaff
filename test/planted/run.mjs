#!/usr/bin/env node
/**
 * Plants each error of errors.mjs in the product, one at a time and only as the tests load it, and runs the properties.
 * Fails where an error survives, where a patch does not fit its source exactly once, and where the table in
 * test/property/README.md names a test that does not catch its error. `--write` writes that table.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLANTED_ERRORS } from './errors.mjs';
import { plantedText } from './plant.mjs';
import { readTable, tableOf } from './table.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDE = join(ROOT, 'test/property/README.md');
const reports = mkdtempSync(join(tmpdir(), 'backfeed-planted-'));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const errors = PLANTED_ERRORS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

/** Names of the tests that fail with the error planted; null where Jest could not run them. */
function catchersOf(error, number) {
  const report = join(reports, `${number}.json`);
  const patterns = error.specs.map((spec) => `test/property/${spec}.spec.ts`);
  const environment = {
    BACKFEED_PLANTED: error.name,
    BACKFEED_PROPERTY_SHRINK: 'no',
    BACKFEED_PROPERTY_SEED: '7',
  };
  const jest = [
    ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
    ...[
      '-c',
      'test/planted/jest.config.mjs',
      ...patterns,
      '--runInBand',
      '--silent',
      '--json',
      `--outputFile=${report}`,
    ],
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, jest, {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    });
    child.on('close', () => resolve(failedTests(report)));
  });
}

function failedTests(report) {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    if (testResults.some(({ assertionResults }) => assertionResults.length === 0)) return null;
    return testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    );
  } catch {
    return null;
  }
}

const problems = [];
const rows = errors.map((error) => ({ ...error, caughtBy: [] }));

for (const error of errors)
  try {
    plantedText(readFileSync(join(ROOT, error.file), 'utf8'), error);
  } catch (reason) {
    problems.push(reason.message);
  }

async function worker(queue) {
  for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
    const caughtBy = await catchersOf(row, errors.indexOf(PLANTED_ERRORS.find(({ name }) => name === row.name)));
    row.caughtBy = caughtBy ?? [];
    if (caughtBy === null) problems.push(`"${row.name}": the properties could not be run`);
    else if (caughtBy.length === 0) problems.push(`"${row.name}" survives`);
    console.log(
      `${row.caughtBy.length > 0 ? 'caught  ' : 'SURVIVES'}  ${row.name}${row.caughtBy.map((test) => `\n            ${test}`).join('')}`,
    );
  }
}

if (problems.length === 0) {
  const queue = [...rows];
  await Promise.all(Array.from({ length: availableParallelism() }, () => worker(queue)));
}
rmSync(reports, { recursive: true });

if (process.argv.includes('--write')) writeFileSync(GUIDE, tableOf(readFileSync(GUIDE, 'utf8'), rows));
else if (wanted.length === 0) {
  const shown = readTable(readFileSync(GUIDE, 'utf8'));
  for (const { name, caughtBy } of rows)
    if (!caughtBy.includes(shown.get(name)))
      problems.push(
        `test/property/README.md: "${name}" is not caught by "${shown.get(name)}"; npm run generate:planted`,
      );
}
for (const problem of problems) console.error(problem);
console.log(`${rows.filter(({ caughtBy }) => caughtBy.length > 0).length} of ${rows.length} planted errors caught`);
process.exit(problems.length === 0 ? 0 : 1);
