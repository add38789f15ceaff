import fc from 'fast-check';
import type { FrequencyPath } from './oracle/index.js';

/** A frequency that hurts, as plain data, so that a failing example can be read. Deviations from 50 Hz in mHz. */
export type Path =
  | { readonly kind: 'constant'; readonly mhz: number }
  | { readonly kind: 'square'; readonly mhz: number; readonly periodS: number; readonly dutyPercent: number }
  | { readonly kind: 'sine'; readonly mhz: number; readonly periodS: number }
  | { readonly kind: 'there-and-back'; readonly mhz: number; readonly pushS: number; readonly backMhz: number }
  | { readonly kind: 'switches'; readonly mhz: number; readonly atS: readonly number[] }
  | { readonly kind: 'levels'; readonly mhz: readonly number[]; readonly eachS: number }
  | { readonly kind: 'walk'; readonly seed: number; readonly stepMhz: number };

/** 99 keeps NEM on, 100 ends it, 250 is beyond the band. */
const swing = fc
  .oneof(fc.constantFrom(99, 100, 250), fc.integer({ min: 20, max: 130 }))
  .chain((mhz) => fc.constantFrom(mhz, -mhz));

/** NEM and AEM act through means of 300 s, NEM from half an hour of net activation on: these periods resonate. */
const period = fc.oneof(
  fc.constantFrom(2, 60, 300, 600, 1_800, 3_600, 4_200, 7_200),
  fc.integer({ min: 2, max: 8_000 }),
);

export const pathArbitrary: fc.Arbitrary<Path> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), mhz: fc.oneof(fc.constant(0), swing) }),
  fc.record({
    kind: fc.constant('square' as const),
    mhz: swing,
    periodS: period,
    dutyPercent: fc.oneof(fc.constant(50), fc.integer({ min: 1, max: 99 })),
  }),
  fc.record({ kind: fc.constant('sine' as const), mhz: swing, periodS: period }),
  fc
    .record({ mhz: swing, pushS: fc.integer({ min: 1_500, max: 3_300 }), back: fc.constantFrom(-1, -0.5, 0, 1.1) })
    .map(({ mhz, pushS, back }) => ({ kind: 'there-and-back' as const, mhz, pushS, backMhz: Math.round(mhz * back) })),
  fc.record({
    kind: fc.constant('switches' as const),
    mhz: swing,
    atS: fc.array(fc.integer({ min: 0, max: 3_600 }), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('levels' as const),
    mhz: fc.array(fc.oneof(swing, fc.constant(0)), { minLength: 1, maxLength: 24 }),
    eachS: fc.constantFrom(60, 150, 300, 900),
  }),
  fc.record({ kind: fc.constant('walk' as const), seed: fc.integer({ min: 1 }), stepMhz: fc.constantFrom(1, 5, 30) }),
);

export function pathOf(path: Path): FrequencyPath {
  switch (path.kind) {
    case 'constant':
      return () => path.mhz;
    case 'square':
      return square(path.mhz, path.periodS, (path.periodS * path.dutyPercent) / 100);
    case 'sine':
      return (second) => Math.round(path.mhz * Math.sin((2 * Math.PI * second) / path.periodS));
    case 'there-and-back':
      return (second) => (second < path.pushS ? path.mhz : path.backMhz);
    case 'switches':
      return switches(path.mhz, path.atS);
    case 'levels':
      return (second) => path.mhz[Math.floor(second / path.eachS) % path.mhz.length]!;
    case 'walk':
      return walk(path.seed, path.stepMhz);
  }
}

const square =
  (mhz: number, periodS: number, firstS: number): FrequencyPath =>
  (second) =>
    second % periodS < firstS ? mhz : -mhz;

function switches(mhz: number, atS: readonly number[]): FrequencyPath {
  const turns = new Set<number>();
  for (const at of atS) if (!turns.delete(at)) turns.add(at);
  let now = mhz;
  return (second) => (turns.has(second) ? (now = -now) : now);
}

/** A random walk that is reflected at ±150 mHz; seconds are asked for in order. */
function walk(seed: number, stepMhz: number): FrequencyPath {
  const random = chance(seed);
  let at = ((random() * 200) | 0) - 100;
  return () => {
    at += ((random() * (2 * stepMhz + 1)) | 0) - stepMhz;
    if (at > 150) at = 300 - at;
    if (at < -150) at = -300 - at;
    return at;
  };
}

/** Numbers in [0, 1) from a seed: xorshift, 32 bits. */
export function chance(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
