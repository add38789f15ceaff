import { describe, expect, it } from '@jest/globals';
import { anAcknowledgement } from '../../../test/support/market-samples.js';
import { acknowledgementElement, acknowledgementOf } from './acknowledgement.js';

const rejection = anAcknowledgement({
  reasons: [{ code: 'A02', text: 'Message was received after deadline' }],
  rejectedSeries: [{ mrid: 's1', reasons: [{ code: '999', text: null }] }],
});

describe('an acknowledgement', () => {
  it('reads back as it was written, whatever it leaves out', () => {
    expect(acknowledgementOf(acknowledgementElement(rejection))).toEqual(rejection);
  });
});
