import fc from 'fast-check';
import {
  dayInterval,
  eicCheckCharacter,
  epochMs,
  mtusOf,
  MS_PER_HOUR,
  plusDays,
  deliveryDay,
  type DeliveryDay,
  type EpochMs,
  type Interval,
} from '../../src/kernel/index.js';
import {
  FINGRID_EIC,
  gateClosureOf,
  newestFcrnRules,
  type AcknowledgementDocument,
  type AllocationAggregateDocument,
  type AllocationResultDocument,
  type AwardOutcome,
  type BidAward,
  type MarketDocument,
  type ProductName,
  type ReserveBid,
  type ReserveBidDocument,
} from '../../src/market/index.js';

const EIC_CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-'];

/** Identification codes with their check character. */
const eic = fc
  .array(fc.constantFrom(...EIC_CHARACTERS), { minLength: 15, maxLength: 15 })
  .map((letters) => letters.join(''))
  .map((first) => `${first}${eicCheckCharacter(first) ?? ''}`)
  .filter((code) => code.length === 16);

const uuid = fc.uuid();
const seriesId = fc.oneof(uuid, fc.stringMatching(/^[A-Za-z0-9ÄÖ&<'"_-]{1,60}$/));

/** Days whose rules have everything: names, products, limits; both clock changes among them. */
const day: fc.Arbitrary<DeliveryDay> = fc.oneof(
  { weight: 4, arbitrary: fc.nat(700).map((offset) => plusDays(deliveryDay('2025-09-02'), offset)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2026-03-29', '2026-10-25', '2028-02-29').map((text) => deliveryDay(text)),
  },
);

const hourOf = (of: DeliveryDay): fc.Arbitrary<Interval> => fc.constantFrom(...mtusOf(of, 60));
const tenths = (least: number, most: number) =>
  fc
    .integer({ min: least, max: most })
    .map((n) => (n % 10 === 0 && n % 20 === 0 ? String(n / 10) : (n / 10).toFixed(1)));
const price = fc
  .tuple(fc.nat(9999), fc.constantFrom('', '.0', '.5', '.25', '.00', '.99'))
  .map(([whole, fraction]) => `${whole}${fraction}`);
const name = fc.option(fc.stringMatching(/^[A-Za-z0-9/()+,_-]{1,100}$/), { nil: null });

const PRODUCTS: readonly ProductName[] = ['FCR-N', 'FCR-D-up', 'FCR-D-down'];

const bid = (of: DeliveryDay): fc.Arbitrary<ReserveBid> =>
  fc.constantFrom(...PRODUCTS).chain((product) =>
    fc.record({
      seriesMrid: seriesId,
      product: fc.constant(product),
      kind: product === 'FCR-N' ? fc.constant(null) : fc.constantFrom('dynamic' as const, 'static' as const),
      hour: hourOf(of),
      quantityMw: fc.oneof(fc.constantFrom('0', '0.0'), product === 'FCR-N' ? tenths(1, 50) : tenths(10, 100)),
      priceEurPerMwH: price,
      name,
      linkedBids:
        product === 'FCR-N' ? fc.option(fc.integer({ min: 1, max: 10 }).map(String), { nil: null }) : fc.constant(null),
      reserveObject: fc.option(fc.constantFrom('Aggregoitu', 'SF-4711'), { nil: null }),
    }),
  );

/** An instant with the gate for the day open, whole seconds. */
const openInstant = (of: DeliveryDay): fc.Arbitrary<EpochMs> =>
  fc
    .integer({ min: 1, max: 29 * 24 * 3600 })
    .map((seconds) => epochMs(gateClosureOf(of, newestFcrnRules()) - seconds * 1000));

/** Bid documents that the TSO accepts. */
export const reserveBidDocument: fc.Arbitrary<ReserveBidDocument> = day.chain((of) =>
  fc
    .record({
      mrid: uuid,
      createdAt: openInstant(of),
      party: eic,
      role: fc.constantFrom('A46' as const, 'A39' as const),
      subject: eic,
      bids: fc.uniqueArray(bid(of), { minLength: 0, maxLength: 4, selector: ({ seriesMrid }) => seriesMrid }),
    })
    .map(({ mrid, createdAt, party, role, subject, bids }) => ({
      kind: 'ReserveBid_MarketDocument',
      mrid,
      createdAt,
      sender: { eic: party, role },
      subjectEic: role === 'A46' ? party : subject,
      period: dayInterval(of),
      bids,
    })),
);

const instant = fc.nat(60_000_000).map((seconds) => epochMs(Date.UTC(2025, 0, 1) + seconds * 1000));
/** Any text without control characters. */
const words = fc.option(
  fc.string({ unit: 'grapheme', maxLength: 100 }).filter((text) => /^[^\p{Cc}\p{Cn}\p{Cs}]*$/u.test(text)),
  { nil: null },
);

export const acknowledgementDocument: fc.Arbitrary<AcknowledgementDocument> = fc
  .record({
    mrid: uuid,
    createdAt: instant,
    party: eic,
    fromTso: fc.boolean(),
    accepted: fc.boolean(),
    received: fc.record({
      mrid: seriesId,
      createdAt: fc.option(instant, { nil: null }),
      type: fc.constantFrom('A24', 'A38', null),
      process: fc.constantFrom('A52', 'A28', null),
    }),
    reasons: fc.array(fc.record({ code: fc.constant('A02'), text: words }), { minLength: 1, maxLength: 3 }),
    rejectedSeries: fc.array(
      fc.record({
        mrid: seriesId,
        reasons: fc.array(fc.record({ code: fc.constantFrom('999', 'A57'), text: words }), { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ mrid, createdAt, party, fromTso, accepted, received, reasons, rejectedSeries }) => ({
    kind: 'Acknowledgement_MarketDocument',
    mrid,
    createdAt,
    sender: fromTso ? { eic: FINGRID_EIC, role: 'A34' } : { eic: party, role: 'A46' },
    receiver: fromTso ? { eic: party, role: 'A46' } : { eic: FINGRID_EIC, role: null },
    received,
    reasons: accepted ? [{ code: 'A01', text: null }] : reasons,
    rejectedSeries: accepted ? [] : rejectedSeries,
  }));

const award = (of: DeliveryDay): fc.Arbitrary<BidAward> =>
  fc
    .record({
      seriesMrid: uuid,
      bidSeriesMrid: seriesId,
      tenderingEic: fc.option(eic, { nil: null }),
      product: fc.constantFrom(...PRODUCTS),
      hour: hourOf(of),
      offered: fc.integer({ min: 1, max: 100 }),
      share: fc.constantFrom('all', 'part', 'none'),
      priceEurPerMwH: price,
      offerPriceEurPerMwH: price,
      name,
    })
    .map(({ offered, share, ...rest }) => {
      const awarded = share === 'all' ? offered : share === 'none' ? 0 : Math.floor(offered / 2);
      const outcome: AwardOutcome = awarded === 0 ? 'B09' : awarded < offered ? 'A72' : 'A73';
      return {
        ...rest,
        awardedMw: (awarded / 10).toFixed(1),
        offeredMw: (offered / 10).toFixed(1),
        outcome,
      };
    });

export const allocationResultDocument: fc.Arbitrary<AllocationResultDocument> = day.chain((of) =>
  fc.record({
    kind: fc.constant('ReserveAllocationResult_MarketDocument' as const),
    mrid: uuid,
    createdAt: instant,
    receiverEic: eic,
    period: fc.constant(dayInterval(of)),
    awards: fc.array(award(of), { maxLength: 4 }),
  }),
);

export const allocationAggregateDocument: fc.Arbitrary<AllocationAggregateDocument> = day.chain((of) => {
  const hours = mtusOf(of, 60).length;
  return fc.record({
    kind: fc.constant('ReserveAllocationResultDocument' as const),
    mrid: uuid,
    createdAt: instant,
    receiverEic: eic,
    deliveryDay: fc.constant(of),
    series: fc.array(
      fc.record({
        seriesMrid: uuid,
        product: fc.constantFrom(...PRODUCTS),
        hours: fc.array(fc.record({ awardedMw: tenths(0, 50), priceEurPerMwH: price }), {
          minLength: hours,
          maxLength: hours,
        }),
      }),
      { maxLength: 2 },
    ),
  });
});

export const marketDocument: fc.Arbitrary<MarketDocument> = fc.oneof(
  reserveBidDocument,
  acknowledgementDocument,
  allocationResultDocument,
  allocationAggregateDocument,
);

/** The start of the hour `index` of a day. */
export const hourAt = (of: DeliveryDay, index: number): EpochMs => epochMs(dayInterval(of).start + index * MS_PER_HOUR);
