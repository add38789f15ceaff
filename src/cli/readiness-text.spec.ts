import { describe, expect, it } from '@jest/globals';
import { aReadiness } from '../../test/support/readiness.js';
import { readinessText } from './readiness-text.js';

describe('the text of a readiness study', () => {
  it('tells an operator what there is, when, how many it takes and what holds back', () => {
    const text = readinessText('sessions.csv', aReadiness({}), undefined);
    expect(text).toContain('138 chargers, 22 weeks from 2019-09-02 to 2020-02-02');
    expect(text).toContain('81.6 % of the time plugged in');
    expect(text).toMatch(/^Mon( +120){24}$/m);
    expect(text).toMatch(/^ {2}in a quarter of the week’s hours +85 +115$/m);
    expect(text).toMatch(/^ {2}in every hour +342 +none$/m);
    expect(text).toContain('There are 138: enough for the smallest bid in a quarter of the week’s hours today.');
    expect(text).toMatch(/^ {2}no car is plugged in +78\.6 %$/m);
    expect(text).not.toContain('Report:');
    expect(readinessText('sessions.csv', aReadiness({}), 'out')).toContain('out/readiness.svg');
  });
  it('says so where there is nothing to study', () => {
    expect(readinessText('empty.csv', aReadiness({ from: null }), undefined)).toContain('nothing to study');
  });
});
