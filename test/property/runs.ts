import type { Parameters } from 'fast-check';

/** How many times the usual number of examples: `BACKFEED_PROPERTY_RUNS=100 npm run -s jest -- test/property`. */
const FACTOR = Number(process.env['BACKFEED_PROPERTY_RUNS'] ?? '1');
/** The usual run is the same every time, so that a change is to blame for a failure; a long run looks at new examples. */
const USUAL_SEED = 20_260_112;
const ASKED = process.env['BACKFEED_PROPERTY_SEED'] ?? (FACTOR === 1 ? String(USUAL_SEED) : 'random');
const SEED = ASKED === 'random' ? Date.now() % 2 ** 31 : Number(ASKED);

if (FACTOR !== 1) process.stderr.write(`properties: ${FACTOR} times the usual runs, seed ${SEED}\n`);

export const runs = (usual: number): number => Math.max(1, Math.round(usual * FACTOR));

/** Seed and number of runs for fast-check, which prints both, and the path to the smallest example, where it fails. */
export const sized = (usual: number): Parameters<unknown> => ({
  numRuns: runs(usual),
  seed: SEED,
  endOnFailure: process.env['BACKFEED_PROPERTY_SHRINK'] === 'no',
});

/** Time for a test of that size, ms. */
export const patience = (seconds: number): number => Math.max(10, seconds * FACTOR * 10) * 1000;
