import { describe, expect, it } from '@jest/globals';
import {
  aBidXml,
  anAcknowledgement,
  anAggregate,
  aResult,
  aBidDocument,
} from '../../../test/support/market-samples.js';
import { dayInterval, deliveryDay, parseInstant } from '../../kernel/index.js';
import { envelopeOf } from './envelope.js';
import { FINGRID_EIC } from './parties.js';
import { xmlCodec } from './xml-codec.adapter.js';

const PARTY = '44X-00000000001H';
const { start } = dayInterval(deliveryDay('2026-03-29'));
const NOTHING = {
  kind: null,
  mrid: null,
  createdAt: null,
  senderEic: null,
  receiverEic: null,
  receivedMrid: null,
  periodStart: null,
};

describe('the envelope of a text', () => {
  it('is read from every document of the market', () => {
    const bids = aBidDocument('2026-03-29');
    expect(envelopeOf(aBidXml('2026-03-29'))).toEqual({
      kind: bids.kind,
      mrid: bids.mrid,
      createdAt: bids.createdAt,
      senderEic: PARTY,
      receiverEic: FINGRID_EIC,
      receivedMrid: null,
      periodStart: start,
    });
    for (const result of [aResult('2026-03-29'), anAggregate('2026-03-29')])
      expect(envelopeOf(xmlCodec.print(result))).toEqual({
        kind: result.kind,
        mrid: result.mrid,
        createdAt: result.createdAt,
        senderEic: FINGRID_EIC,
        receiverEic: PARTY,
        receivedMrid: null,
        periodStart: start,
      });
  });

  it('of an answer names what it answers', () => {
    expect(envelopeOf(xmlCodec.print(anAcknowledgement()))).toMatchObject({ receivedMrid: 'd', periodStart: null });
  });

  it('is read however broken the rest is, with prefixes and comments', () => {
    const broken = aBidXml('2026-03-29').replaceAll('<mRID', '<b:mRID').slice(0, 1_400);
    expect(envelopeOf(broken)).toMatchObject({ mrid: aBidDocument('2026-03-29').mrid, periodStart: start });
    expect(envelopeOf('<a:Thing>')).toEqual({ ...NOTHING, kind: 'Thing' });
  });

  it.each(['', 'no document', '<createdDateTime>2026-02-30T10:00:00Z</createdDateTime>', '\u0000<'])(
    'of "%s" says nothing that is not there',
    (text) => {
      expect({ ...envelopeOf(text), kind: null }).toEqual(NOTHING);
    },
  );

  it('has an instant that exists', () => {
    const at = '<createdDateTime>2026-01-12T10:00:00Z</createdDateTime>';
    expect(envelopeOf(at).createdAt).toBe(parseInstant('2026-01-12T10:00:00Z'));
  });
});
