import { describe, expect, it } from '@jest/globals';
import type { Timeline } from '../../src/kernel/index.js';
import { BID_FORM_TIMELINES, FCR_D_TIMELINES, FCR_N_TIMELINES } from '../../src/market/index.js';
import { linesMatching, projectFiles, textOf } from '../support/project-files.js';

const timelines = [FCR_N_TIMELINES, FCR_D_TIMELINES, BID_FORM_TIMELINES].flatMap(
  (each): [string, Timeline<unknown>][] => Object.entries(each),
);
const ruleFiles = projectFiles('src').filter((file) => file.endsWith('.rules.ts'));

describe('a dated rule', () => {
  it('names the document that set it, at each of its dates', () => {
    const unsourced = timelines.filter(([, timeline]) => timeline.some((entry) => entry.source.trim().length < 20));
    expect(unsourced.map(([rule]) => rule)).toEqual([]);
  });

  it('is listed in the order in which its values came into force', () => {
    for (const [rule, timeline] of timelines) {
      const dates = timeline.map((entry) => entry.validFrom);
      expect({ rule, dates }).toEqual({ rule, dates: [...dates].sort((a, b) => a - b) });
    }
  });

  it('stands in a file that says where its values come from', () => {
    expect(ruleFiles.length).toBeGreaterThan(0);
    const silent = ruleFiles.filter((file) => !/source|\bAct\b|section/i.test(textOf(file)));
    expect(silent).toEqual([]);
  });

  it('is not hidden as a number in the code that applies it', () => {
    const appliers = projectFiles('src').filter((file) => /^src\/(dispatch|ledger|bidding|settlement)\//.test(file));
    const plain = appliers.filter((file) => !file.endsWith('.spec.ts'));
    expect(linesMatching(plain, /\b0\.34\b|\b57\.5\b|'18:30'/)).toEqual([]);
  });
});
