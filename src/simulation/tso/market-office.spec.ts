import { describe, expect, it } from '@jest/globals';
import { aBidDocument } from '../../../test/support/market-samples.js';
import { deliveryDay, epochMs, MS_PER_MINUTE, parseInstant } from '../../kernel/index.js';
import { MarketOffice, type MarketOfficeTerms } from './market-office.js';

const DAY = deliveryDay('2026-01-13');
const GATE = parseInstant('2026-01-12T16:30:00Z');
const opened = (terms: Partial<MarketOfficeTerms> = {}): MarketOffice =>
  new MarketOffice(
    { marketOf: () => ({ kind: 'marginal-price', priceEurPerMwH: '20' }), ...terms },
    (kind, { party, product }) => `${kind} ${party} ${product}`,
  );
const later = epochMs(GATE + 60 * MS_PER_MINUTE);

describe('the office', () => {
  it('clears a day half an hour after its gate, and announces both results a minute apart', () => {
    const office = opened();
    office.accept('A', DAY, aBidDocument(DAY));
    expect(office.nextClearingAt()).toBe(GATE + 30 * MS_PER_MINUTE);
    expect(office.clearDue(GATE)).toEqual([]);
    expect(office.clearDue(later).map(({ at, message }) => [(at - GATE) / MS_PER_MINUTE, message.mrid])).toEqual([
      [30, 'allocation-per-bid A FCR-N'],
      [31, 'allocation-aggregate A FCR-N'],
    ]);
    expect([office.nextClearingAt(), office.clearDue(later)]).toEqual([null, []]);
  });

  it('keeps each participant’s bids and limits apart', () => {
    const asked: string[] = [];
    const office = opened({ portfolioLimitW: (party, _, __, at) => (asked.push(`${party} ${at}`), 700_000) });
    office.accept('A', DAY, aBidDocument(DAY));
    const start = aBidDocument(DAY).period.start;
    expect(['A', 'B'].map((party) => office.deskOf(party).standingIn('FCR-N', start).length)).toEqual([1, 0]);
    expect(office.deskOf('B').portfolioLimitW('FCR-N', start, epochMs(7))).toBe(700_000);
    expect(asked).toEqual(['B 7']);
  });

  it('announces nothing of a day whose bids were all taken back', () => {
    const office = opened();
    office.accept('A', DAY, aBidDocument(DAY));
    office.accept('A', DAY, aBidDocument(DAY, [{ quantityMw: '0' }], { mrid: 'next' }));
    expect(office.clearDue(later)).toEqual([]);
  });

  it('loses, contradicts and drops by chance', () => {
    const kinds = (faults: MarketOfficeTerms['faults'] = {}) => {
      const office = opened({ faults });
      office.accept('A', DAY, aBidDocument(DAY));
      return office.clearDue(later).map(({ message }) => message);
    };
    expect(kinds({ lostResultShare: 1 })).toHaveLength(1);
    expect(kinds({ contradictoryShare: 1 })[1]).toMatchObject({ mtus: [{ awardedW: 400_000 }] });
    const lossy = opened({ faults: { lostDocumentShare: 1 } });
    expect([lossy.loses('document', 'd', 1), lossy.loses('acknowledgement', 'd', 1)]).toEqual([true, false]);
    expect(opened({ acknowledgementDelayMs: 5 }).answerDueAt(GATE)).toBe(GATE + 5);
  });
});
