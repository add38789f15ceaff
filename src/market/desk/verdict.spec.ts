import { describe, expect, it } from '@jest/globals';
import { noted, refused } from './finding.js';
import { accepts, answerOf, verdictOn } from './verdict.js';

describe('the TSO’s verdict', () => {
  it('accepts what is only noted', () => {
    expect(verdictOn([noted('/', 'x', 'y')])).toEqual({ reasons: [{ code: 'A01', text: null }], rejectedSeries: [] });
  });

  it('rejects whole, and lists each erroneous series once with every text', () => {
    const s = { seriesMrid: 's' };
    expect(
      verdictOn([
        refused('/d', 'late', 'too late', { text: 'Message was received after deadline' }),
        refused('/s/q', 'a', 'b', { ...s, text: 'one' }),
        refused('/s/q', 'a', 'b', { ...s, text: 'one' }),
        refused('/s/p', 'minimum', 'at least 1 MW', s),
      ]),
    ).toEqual({
      reasons: [{ code: 'A02', text: 'Message was received after deadline' }],
      rejectedSeries: [
        {
          mrid: 's',
          reasons: [
            { code: '999', text: 'one' },
            { code: '999', text: '/s/p: at least 1 MW' },
          ],
        },
      ],
    });
  });

  it('has no words for the document where only series are wrong', () => {
    expect(verdictOn([refused('/s', 'a', 'b', { seriesMrid: 's' })]).reasons).toEqual([{ code: 'A02', text: null }]);
  });
});

describe('a verdict as the engine hears it', () => {
  it('has no reasons where all is accepted', () => {
    expect(answerOf(verdictOn([]))).toEqual({ accepted: true, reasons: [] });
  });

  it('names the document’s reasons first, then those of its series', () => {
    const verdict = verdictOn([refused('/s', 'a', 'b', { seriesMrid: 's', text: 'one' })]);
    expect([accepts(verdict), answerOf(verdict)]).toEqual([
      false,
      {
        accepted: false,
        reasons: [
          { bidId: null, code: 'A02', text: '' },
          { bidId: 's', code: '999', text: 'one' },
        ],
      },
    ]);
  });
});
