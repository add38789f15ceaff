import { describe, expect, it } from '@jest/globals';
import { isPure, linesMatching, projectFiles, textOf } from '../support/project-files.js';

const files = projectFiles();
const sources = files.filter((file) => /^src\/.*\.tsx?$/.test(file));
const specs = files.filter((file) => file.endsWith('.spec.ts'));

/** The words that a formula, a decider or a projection may not know, and where they come from instead. */
const HIDDEN_INPUT =
  /\bDate\.now\b|\bperformance\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\bprocess\.env\b|\bconsole\./;

describe('the size of files', () => {
  it('is at most 400 lines', () => {
    const lines = (file: string): number => textOf(file).split('\n').length - 1;
    expect(files.filter((file) => /\.(tsx?|mjs|css)$/.test(file) && lines(file) > 400)).toEqual([]);
  });

  it('is at most 80 lines in the middle of the list, so that a reader meets small files', () => {
    const sizes = sources.map((file) => textOf(file).split('\n').length - 1).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(80);
  });
});

describe('a pure file', () => {
  const pure = sources.filter(isPure);

  it('reads no clock, no chance, no environment and no console', () => {
    expect(pure.length).toBeGreaterThan(50);
    expect(linesMatching(pure, HIDDEN_INPUT)).toEqual([]);
  });

  it('is not excused from lint', () => {
    expect(linesMatching(pure, /eslint-disable/)).toEqual([]);
  });
});

describe('a service', () => {
  it('is told the time and given its ids like the pure code that it calls', () => {
    const services = sources.filter((file) => file.endsWith('.service.ts'));
    expect(linesMatching(services, HIDDEN_INPUT)).toEqual([]);
  });
});

describe('tests', () => {
  it('all run: none has been singled out', () => {
    expect(linesMatching(specs, /\b(describe|it|test)\.only\b|(?<![.\w])f(describe|it)\(/)).toEqual([]);
  });

  it('stand beside the file that they are the examples of', () => {
    const lonely = specs
      .filter((spec) => spec.startsWith('src/'))
      .filter((spec) => !files.includes(spec.replace('.spec.ts', '.ts')));
    expect(lonely).toEqual([]);
  });
});
