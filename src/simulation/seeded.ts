import { digest } from '../kernel/index.js';

/** Random numbers that a seed decides: the same seed and names, the same numbers, on every machine. */
export interface Random {
  /** Uniform in [0, 1), in steps of 2^-32. */
  next(): number;
  /** Uniform whole number in [0, n). `n` from 1 to 2^32. */
  int(n: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * A stream of its own for each list of names, so that a further draw in one part of a simulation moves nothing in
 * another. Generator: sfc32 (Doty-Humphrey, PractRand), its state from SHA-256 of seed and names.
 */
export function seeded(seed: number, ...names: readonly string[]): Random {
  const state = digest({ seed, names });
  const word = (index: number): number => parseInt(state.slice(index * 8, index * 8 + 8), 16) | 0;
  const next32 = sfc32(word(0), word(1), word(2));
  const next = (): number => next32() / 2 ** 32;
  return { next, int: (n) => Math.floor(next() * n), normal: normalFrom(next) };
}

function sfc32(a: number, b: number, c: number): () => number {
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  // The author's warm-up: a poor seed state is forgotten after a dozen rounds.
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** Marsaglia's polar method: two normals from each accepted pair. */
function normalFrom(next: () => number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
}
