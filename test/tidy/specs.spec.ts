import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { isPure, projectFiles, textOf } from '../support/project-files.js';

const BACKTEST_AUDIT = {
  proof: 'test/audit/real-backtest.spec.ts',
  because: 'an independent program recomputes every row of what it writes, to the second and the cent',
};

/** Files that have no examples of their own, and the test of the whole that proves them. */
const PROVEN_AS_A_WHOLE: Readonly<Record<string, { readonly proof: string; readonly because: string }>> = {
  'src/engine/engine.ts': { ...BACKTEST_AUDIT, because: 'it puts all rooms together; a backtest drives all of it' },
  'src/engine/read-models.ts': {
    proof: 'test/property/snapshots.spec.ts',
    because: 'every read model is fed, put aside and taken up by it',
  },
  'src/simulation/backtest.ts': BACKTEST_AUDIT,
  'src/simulation/backtest-result.ts': BACKTEST_AUDIT,
};

const EXPORTS_BEHAVIOUR =
  /^export (async )?function\*? |^export (abstract )?class |^export const \w+(: [^=]+)? = (async )?(<[^(]*>)?\(/m;

const withoutSpec = projectFiles('src')
  .filter(isPure)
  .filter((file) => !/(^|\/)index\.ts$|\.(port|events)\.ts$/.test(file))
  .filter((file) => EXPORTS_BEHAVIOUR.test(textOf(file)) && !existsSync(file.replace(/\.ts$/, '.spec.ts')));

describe('a pure file that does something', () => {
  it('has its examples beside it', () => {
    expect(withoutSpec.filter((file) => !(file in PROVEN_AS_A_WHOLE))).toEqual([]);
  });

  it('is excused only for as long as it needs that, and where a test of the whole is named', () => {
    const stale = Object.entries(PROVEN_AS_A_WHOLE).filter(
      ([file, { proof }]) => !withoutSpec.includes(file) || !existsSync(proof),
    );
    expect(stale).toEqual([]);
  });
});
