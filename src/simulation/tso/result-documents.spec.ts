import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, deterministicUuid, epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { xmlCodec } from '../../market/documents/xml-codec.adapter.js';
import type { DayResult } from './offer-book.js';
import { aggregateDocument, perBidDocument, slipped } from './result-documents.js';

const address = { createdAt: epochMs(Date.parse('2026-01-12T17:00:00Z')), receiverEic: '44X-00000000001H' };
function result(day = deliveryDay('2026-01-13')): DayResult {
  const start = dayInterval(day).start;
  const line = (name: string, hour: number, awardedW: number) => ({
    offer: {
      seriesMrid: deterministicUuid(name),
      product: 'FCR-N' as const,
      kind: null,
      hour: { start: epochMs(start + hour * MS_PER_HOUR), end: epochMs(start + (hour + 1) * MS_PER_HOUR) },
      quantityMw: '0.5',
      priceEurPerMwH: '5.50',
      name,
      linkedBids: null,
      reserveObject: null,
      party: '44X-00000000001H',
      createdAt: epochMs(0),
    },
    offeredW: 500_000,
    awardedW,
    priceEurPerMwH: '12.30',
  });
  return {
    party: '44X-00000000001H',
    product: 'FCR-N',
    day,
    offers: [line('whole', 1, 500_000), line('partly', 1, 200_000), line('not', 2, 0)],
  };
}

describe('the result bid by bid', () => {
  it('says of each bid what became of it, and keeps the profile', () => {
    const document = perBidDocument(result(), address);
    expect(
      document.awards.map(({ name, outcome, awardedMw, offerPriceEurPerMwH }) => [
        name,
        outcome,
        awardedMw,
        offerPriceEurPerMwH,
      ]),
    ).toEqual([
      ['whole', 'A73', '0.5', '5.50'],
      ['partly', 'A72', '0.2', '5.50'],
      ['not', 'B09', '0.0', '5.50'],
    ]);
    expect(xmlCodec.read(xmlCodec.print(document)).document).toEqual(document);
  });

  it('repeats no name where the day’s form has none', () => {
    expect(perBidDocument(result(deliveryDay('2022-06-01')), address).awards[0]?.name).toBeNull();
  });
});

describe('the day’s aggregate', () => {
  it('sums up the hour, has every hour of the day, and keeps the profile', () => {
    const document = aggregateDocument(result(), address);
    const hours = document.series[0]?.hours ?? [];
    expect([hours.length, hours[0], hours[1], hours[2]]).toEqual([
      24,
      { awardedMw: '0.0', priceEurPerMwH: '0' },
      { awardedMw: '0.7', priceEurPerMwH: '12.30' },
      { awardedMw: '0.0', priceEurPerMwH: '12.30' },
    ]);
    expect(xmlCodec.read(xmlCodec.print(document)).document).toEqual(document);
  });

  it('slips in one hour, and in no other', () => {
    const hours = slipped(aggregateDocument(result(), address)).series[0]?.hours ?? [];
    expect([hours[1]?.awardedMw, hours[2]?.awardedMw]).toEqual(['0.6', '0.0']);
  });
});
