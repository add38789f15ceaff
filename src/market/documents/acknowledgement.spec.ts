import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../kernel/index.js';
import { accepts, acknowledgementElement, acknowledgementOf, type AcknowledgementDocument } from './acknowledgement.js';

const rejection: AcknowledgementDocument = {
  kind: 'Acknowledgement_MarketDocument',
  mrid: 'efbeef04-46d8-4bc6-b544-8e8df6553ab7',
  createdAt: parseInstant('2026-01-12T12:31:39Z'),
  sender: { eic: '10X1001A1001A264', role: 'A34' },
  receiver: { eic: '44X-00000000001H', role: null },
  received: { mrid: '7a963d8f-7547-41e5-9bbc-52976f877383', createdAt: null, type: null, process: null },
  reasons: [{ code: 'A02', text: 'Message was received after deadline' }],
  rejectedSeries: [{ mrid: 's1', reasons: [{ code: '999', text: null }] }],
};

describe('an acknowledgement', () => {
  it('reads back as it was written, whatever it leaves out', () => {
    expect(acknowledgementOf(acknowledgementElement(rejection))).toEqual(rejection);
  });

  it('accepts or rejects', () => {
    expect(accepts(rejection)).toBe(false);
    expect(accepts({ ...rejection, reasons: [{ code: 'A01', text: null }], rejectedSeries: [] })).toBe(true);
  });
});
