import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dayInterval,
  deliveryDay,
  deterministicUuid,
  epochMs,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  type EpochMs,
} from '../../src/kernel/index.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import {
  EDX_TYPE,
  EXAMPLE_PARTY_EIC,
  fcrnRules,
  isUuid,
  messagesOf,
  ownBidder,
  RESERVE_BID,
  reserveBidFrom,
  seriesMridOf,
  type BidDocument,
  type BidLine,
  type MarketMessage,
} from '../../src/market/index.js';
import { TsoOffice, TsoSimulator } from '../../src/simulation/index.js';
import { ManualClock } from '../support/manual-clock.js';
import { gateClosure } from '../support/office-world.js';

const DAY = deliveryDay('2026-03-29');
const { start } = dayInterval(DAY);
const GATE = gateClosure(DAY);
const limitW = 900_000;
const priceOf = (mtuStart: EpochMs): string => ((mtuStart / MS_PER_HOUR) % 2 === 0 ? '30' : '10');

/** The same history told to the TSO that works on values, and to the one that reads documents: what each says, when. */
async function told(documents: readonly { readonly at: EpochMs; readonly document: BidDocument }[]) {
  const clock = new ManualClock(epochMs(0));
  const onValues: MarketMessage[] = [];
  const simulator = new TsoSimulator({
    clock,
    rulesOf: (day) => fcrnRules(dayInterval(day).start),
    clearingPrice: priceOf,
    portfolioLimitW: () => limitW,
  });
  simulator.listen((message) => Promise.resolve(void onValues.push(message)));
  const onPaper: MarketMessage[] = [];
  const office = new TsoOffice({
    codec: xmlCodec,
    marketOf: (_, mtuStart) => ({ kind: 'marginal-price', priceEurPerMwH: priceOf(mtuStart) }),
    portfolioLimitW: () => limitW,
    send: ({ text }) => {
      const { document } = xmlCodec.read(text);
      if (document === null || document.kind === RESERVE_BID) throw new Error(`the office sent no answer: ${text}`);
      onPaper.push(...messagesOf(document));
      return Promise.resolve();
    },
  });
  for (const { at, document } of documents) {
    clock.at = at;
    await simulator.submit(document);
    const text = xmlCodec.print(reserveBidFrom(document, ownBidder(EXAMPLE_PARTY_EIC), { bidNames: true }));
    office.take({ id: document.mrid, deliveryDay: DAY, type: EDX_TYPE.bid, text }, at);
  }
  const end = epochMs(GATE + 2 * MS_PER_HOUR);
  for (const desk of [simulator, office])
    for (let due = desk.nextDueAt(); due !== null && due <= end; due = desk.nextDueAt()) await desk.runDue(due);
  return { onValues: onValues.map(inSeries), onPaper: onPaper.map(inSeries) };
}

/** A message without its own id, bids by their series, and only the hours that say something. */
function inSeries(message: MarketMessage): object {
  const named = <L extends { readonly bidId: string | null }>(line: L): L => ({
    ...line,
    bidId: line.bidId === null || isUuid(line.bidId) ? line.bidId : seriesMridOf(line.bidId),
  });
  const { mrid: _, ...said } = message;
  switch (said.kind) {
    case 'acknowledgement':
      return { ...said, reasons: said.reasons.map(named) };
    case 'allocation-per-bid':
      return { ...said, bids: said.bids.map(named).toSorted((a, b) => (a.bidId < b.bidId ? -1 : 1)) };
    case 'allocation-aggregate':
      return { ...said, mtus: said.mtus.filter(({ priceEurPerMwH }) => priceEurPerMwH !== '0') };
  }
}

const line = fc.record<BidLine>({
  bidId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  mtuStart: fc
    .oneof(
      { arbitrary: fc.integer({ min: 0, max: 22 }), weight: 8 },
      { arbitrary: fc.constantFrom(-1, 0.25, 23, 24), weight: 1 },
    )
    .map((hour) => epochMs(start + hour * MS_PER_HOUR)),
  quantityW: fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 8 }).map((steps) => steps * 100_000), weight: 8 },
    { arbitrary: fc.constantFrom(150_000, 5_100_000, 1), weight: 1 },
  ),
  priceEurPerMwH: fc.oneof(
    { arbitrary: fc.constantFrom('0', '5.25', '12.5', '30.00', '40'), weight: 8 },
    { arbitrary: fc.constantFrom('-0.01', '1.005'), weight: 1 },
  ),
});
const sent = fc.record({
  name: fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5', 'd6'),
  bids: fc.array(line, { minLength: 1, maxLength: 6 }),
  waitMs: fc.constantFrom(0, 400, 5_000, 10 * MS_PER_MINUTE, 50 * MS_PER_MINUTE),
});

/** Bids as they come to a gate that closes two hours after the first, each made when it is sent. */
function historyOf(documents: readonly { name: string; bids: readonly BidLine[]; waitMs: number }[]) {
  let at = epochMs(GATE - 2 * MS_PER_HOUR);
  const seen = new Set<string>();
  return documents.flatMap(({ name, bids, waitMs }) => {
    at = epochMs(at + waitMs);
    // The same document again is a matter of the line, not of the desk.
    const key = `${name} ${JSON.stringify(bids)} ${at}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const mrid = deterministicUuid('one-tso', name);
    return { at, document: { mrid, product: 'FCR-N', deliveryDay: DAY, createdAt: at, bids } };
  });
}

describe('the TSO on values and the TSO by documents', () => {
  it('say the same, word for word, watt for watt', async () => {
    let [rejected, awarded] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 5 }), async (documents) => {
        const { onValues, onPaper } = await told(historyOf(documents));
        expect(onValues).toEqual(onPaper);
        rejected += onValues.filter((said) => 'accepted' in said && said.accepted === false).length;
        awarded += onValues.filter((said) => 'bids' in said).length;
      }),
      { numRuns: 60 },
    );
    // Where everything was rejected, or nothing was, little would have been compared.
    expect([rejected > 20, awarded > 10]).toEqual([true, true]);
  });
});
