import { describe, expect, it } from '@jest/globals';
import { aBidDocument, stated } from '../../../test/support/market-samples.js';
import { parseInstant, type EpochMs } from '../../kernel/index.js';
import type { ReserveBidDocument } from '../documents/index.js';
import { bidDocumentProblems } from './bid-document-checks.js';
import { BidRegister } from './tso-desk.js';

const broken = (document: ReserveBidDocument, at: EpochMs | null = null, desk = new BidRegister()) =>
  bidDocumentProblems(stated(document), { at, desk }).map(({ rule, weight, text }) => [rule, weight, text]);

describe('a bid document', () => {
  it('keeps the rules', () => {
    expect(broken(aBidDocument())).toEqual([]);
  });

  it('is in time until 18:30 in Finland, on the summer clock too', () => {
    const late = ['gate-closed', 'refused', 'Message was received after deadline'];
    expect(broken(aBidDocument('2026-03-29'), parseInstant('2026-03-28T16:29:59Z'))).toEqual([]);
    expect(broken(aBidDocument('2026-03-29'), parseInstant('2026-03-28T16:30:00Z'))).toEqual([late]);
    expect(broken(aBidDocument('2026-03-30'), parseInstant('2026-03-29T15:30:00Z'))).toEqual([late]);
    expect(broken(aBidDocument('2026-03-29', []), parseInstant('2026-03-29T16:30:00Z'))[0]).toEqual(late);
  });

  it('is not earlier than thirty days', () => {
    expect(broken(aBidDocument('2026-03-29'), parseInstant('2026-02-20T00:00:00Z'))).toEqual([
      ['gate-not-open', 'refused', 'Message contains data for more than next 30 days'],
    ]);
  });

  it('has an id of its own', () => {
    const desk = new BidRegister();
    desk.take(aBidDocument('2026-03-29', []));
    expect(broken(aBidDocument('2026-03-29', []), null, desk)[0]).toEqual([
      'reference-unique',
      'refused',
      'Message reference must be unique',
    ]);
    expect(broken(aBidDocument('2026-03-29', [{}], { mrid: '' }))).toEqual([
      ['document-identifier', 'refused', 'Message reference missing'],
    ]);
  });

  it('comes from a party that may bid for its subject', () => {
    const subjectEic = '10X1001A1001A264';
    const text = 'Sender is not connected to the Subject Party';
    const own = aBidDocument('2026-03-29', [{}], { subjectEic });
    const forOthers = { ...own, sender: { ...own.sender, role: 'A39' as const } };
    expect(broken(own)).toEqual([['sender-connected', 'refused', text]]);
    expect(broken(forOthers)).toEqual([['sender-connected', 'noted', null]]);
    expect(broken(forOthers, null, new BidRegister({ isConnected: () => true }))).toEqual([]);
    expect(broken(forOthers, null, new BidRegister({ isConnected: () => false }))).toEqual([
      ['sender-connected', 'refused', text],
    ]);
  });

  it('is of one delivery day, whole', () => {
    const document = aBidDocument('2026-03-29');
    const { start, end } = document.period;
    const shorter = { ...document, period: { start, end: (end - 3_600_000) as EpochMs } };
    expect(broken(shorter)).toEqual([['document-period', 'refused', null]]);
  });

  it('may be empty or long, which is said', () => {
    expect(broken(aBidDocument('2026-03-29', []))).toEqual([['no-bids', 'noted', null]]);
    const many = aBidDocument(
      '2026-03-29',
      Array.from({ length: 2001 }, () => ({ quantityMw: '0.1' })),
    );
    expect(broken(many)).toEqual([['number-of-bids', 'noted', null]]);
  });
});
