import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../../kernel/index.js';
import type { Acknowledgement } from '../bid.js';
import { acknowledgementFrom } from './answer-documents.js';
import { seriesMridOf } from '../message-terms.js';
import { messagesOf } from './tso-messages.js';

const answered = { mrid: 'd', createdAt: epochMs(1_000), type: 'A24', process: 'A52' };
const address = {
  createdAt: epochMs(2_345),
  sender: { eic: '10X1001A1001A264', role: 'A34' },
  receiver: { eic: '44X-00000000001H', role: 'A46' },
};
const answer = (reasons: Acknowledgement['reasons']): Acknowledgement => ({
  kind: 'acknowledgement',
  mrid: 'a',
  documentMrid: 'd',
  accepted: reasons.length === 0,
  reasons,
});

describe('an answer as a document', () => {
  it('accepts with one reason', () => {
    expect(acknowledgementFrom(answer([]), answered, address)).toMatchObject({
      createdAt: 2_000,
      received: { mrid: 'd', type: 'A24' },
      reasons: [{ code: 'A01', text: null }],
      rejectedSeries: [],
    });
  });

  it('rejects with every text, each bid under its series', () => {
    const document = acknowledgementFrom(
      answer([
        { bidId: null, code: '999', text: 'Message was received after deadline' },
        { bidId: 'b', code: '999', text: 'one' },
        { bidId: 'b', code: '999', text: 'two' },
      ]),
      answered,
      address,
    );
    expect(document.reasons).toEqual([{ code: 'A02', text: 'Message was received after deadline' }]);
    expect(document.rejectedSeries).toEqual([
      {
        mrid: seriesMridOf('b'),
        reasons: [
          { code: '999', text: 'one' },
          { code: '999', text: 'two' },
        ],
      },
    ]);
  });

  it('is understood as it was meant', () => {
    const said = answer([{ bidId: seriesMridOf('b'), code: '999', text: 'no' }]);
    expect(messagesOf(acknowledgementFrom(said, answered, address))).toEqual([
      { ...said, reasons: [{ bidId: null, code: 'A02', text: '' }, ...said.reasons] },
    ]);
  });
});
