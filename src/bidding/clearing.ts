import { CapacityPrice } from '../kernel/index.js';
import type { CapacityCommitted } from '../market/index.js';
import type { AuctionCleared, AuctionEvent, PlannedBid, ResultsContradicted } from './auction.events.js';
import { offersOf, type SentState } from './auction-state.js';
import type { ReceivedResult, Results } from './results.js';

type ClearedBid = AuctionCleared['data']['bids'][number];
type Verdict =
  | { readonly mtuStart: string; readonly bids: readonly ClearedBid[] }
  | { readonly mtuStart: string; readonly contradiction: string };

/**
 * What follows from the results that are in. With both, an hour counts where they agree; with one, nothing counts
 * until `alone` says that the other is not waited for. Hours that contradict are named and not committed; an hour
 * already committed is never committed again. Answers no event when the results say nothing new.
 */
export function clearing(state: SentState, alone: boolean): AuctionEvent[] {
  const { perBid, aggregate, cleared, contradicted } = state.results;
  if (!perBid && !aggregate) return [];
  if ((!perBid || !aggregate) && !alone) return [];
  const offers = offersOf(state);
  const verdicts = hoursOf(offers, state.results).map((mtuStart) =>
    verdictOn(
      mtuStart,
      offers.filter((bid) => bid.mtuStart === mtuStart),
      state.results,
    ),
  );
  const fresh: ClearedBid[] = [];
  const disputed: { mtuStart: string; contradiction: string }[] = [];
  for (const verdict of verdicts) {
    if ('contradiction' in verdict) disputed.push(verdict);
    else if (!cleared.has(verdict.mtuStart)) fresh.push(...verdict.bids);
    else if (awarded(verdict.bids) !== cleared.get(verdict.mtuStart))
      disputed.push({ mtuStart: verdict.mtuStart, contradiction: correctionText(verdict.bids, cleared) });
  }
  const news = disputed.filter(({ mtuStart }) => !contradicted.has(mtuStart));
  return [...contradictionOf(state, news), ...clearedAndCommitted(state, fresh)];
}

/** MTU starts on which we have an offer or the TSO an award, in order of time. */
function hoursOf(offers: readonly PlannedBid[], { perBid, aggregate }: Results): string[] {
  const offered = offers.filter((bid) => bid.quantityW > 0);
  const awardedHours = [...(perBid?.mtus ?? []), ...(aggregate?.mtus ?? [])].filter((mtu) => mtu.awardedW > 0);
  return [...new Set([...offered, ...awardedHours].map((line) => line.mtuStart))].sort();
}

function verdictOn(mtuStart: string, offers: readonly PlannedBid[], { perBid, aggregate }: Results): Verdict {
  const price = hourOf(perBid, mtuStart)?.priceEurPerMwH ?? hourOf(aggregate, mtuStart)?.priceEurPerMwH ?? null;
  const contradiction = contradictionOn(mtuStart, offers, perBid, aggregate);
  if (contradiction) return { mtuStart, contradiction };
  // An hour that no result prices has no award; the bid book shows its bids as not awarded.
  if (price === null) return { mtuStart, bids: [] };
  const awards = perBid ? awardsPerBid(perBid) : awardsByMerit(offers, hourOf(aggregate, mtuStart)?.awardedW ?? 0);
  const bids = offers
    .filter((bid) => bid.quantityW > 0)
    .map(({ bidId, quantityW }) => ({
      bidId,
      mtuStart,
      offeredW: quantityW,
      awardedW: awards.get(bidId) ?? 0,
      priceEurPerMwH: price,
    }));
  return { mtuStart, bids };
}

function contradictionOn(
  mtuStart: string,
  offers: readonly PlannedBid[],
  perBid: ReceivedResult | null,
  aggregate: ReceivedResult | null,
): string | null {
  const single = hourOf(perBid, mtuStart);
  const total = hourOf(aggregate, mtuStart);
  const singleW = single?.awardedW ?? 0;
  const totalW = total?.awardedW ?? 0;
  if (perBid && aggregate) {
    if (singleW !== totalW) return `${mtuStart}: ${singleW} W per bid, ${totalW} W in the aggregate`;
    if (
      single &&
      total &&
      CapacityPrice.of(single.priceEurPerMwH).compare(CapacityPrice.of(total.priceEurPerMwH)) !== 0
    )
      return `${mtuStart}: ${single.priceEurPerMwH} EUR/MW,h per bid, ${total.priceEurPerMwH} in the aggregate`;
  }
  const offeredW = offers.reduce((sum, bid) => sum + bid.quantityW, 0);
  if (Math.max(singleW, totalW) > offeredW)
    return `${mtuStart}: ${Math.max(singleW, totalW)} W awarded, ${offeredW} W offered`;
  return perBid ? contradictionInBids(mtuStart, offers, perBid, singleW) : null;
}

function contradictionInBids(
  mtuStart: string,
  offers: readonly PlannedBid[],
  perBid: ReceivedResult,
  hourW: number,
): string | null {
  const awards = awardsPerBid(perBid);
  let sum = 0;
  for (const { bidId, quantityW } of offers) {
    const awardedW = awards.get(bidId) ?? 0;
    if (awardedW > quantityW) return `${mtuStart}: bid ${bidId} awarded ${awardedW} W of ${quantityW} W`;
    sum += awardedW;
  }
  return sum === hourW ? null : `${mtuStart}: ${hourW} W awarded, ${sum} W of it to bids of ours`;
}

const hourOf = (result: ReceivedResult | null, mtuStart: string) =>
  result?.mtus.find((mtu) => mtu.mtuStart === mtuStart);

const awardsPerBid = (result: ReceivedResult): ReadonlyMap<string, number> =>
  new Map(result.bids.map((bid) => [bid.bidId, bid.awardedW]));

/** The aggregate alone says how much, not which: the cheapest bids are served first. */
function awardsByMerit(offers: readonly PlannedBid[], awardedW: number): ReadonlyMap<string, number> {
  let restW = awardedW;
  const awards = new Map<string, number>();
  for (const { bidId, quantityW } of inMeritOrder(offers)) {
    const shareW = Math.min(quantityW, restW);
    awards.set(bidId, shareW);
    restW -= shareW;
  }
  return awards;
}

/** Cheapest first, equal prices by id. */
export const inMeritOrder = <B extends { readonly bidId: string; readonly priceEurPerMwH: string }>(
  bids: readonly B[],
): B[] =>
  bids.toSorted(
    (a, b) =>
      CapacityPrice.of(a.priceEurPerMwH).compare(CapacityPrice.of(b.priceEurPerMwH)) || (a.bidId < b.bidId ? -1 : 1),
  );

const awarded = (bids: readonly ClearedBid[]): number => bids.reduce((sum, bid) => sum + bid.awardedW, 0);

function correctionText(bids: readonly ClearedBid[], cleared: ReadonlyMap<string, number>): string {
  const mtuStart = bids[0]?.mtuStart ?? '';
  return `${mtuStart}: ${awarded(bids)} W by the newest results, ${cleared.get(mtuStart)} W committed`;
}

function contradictionOf(
  { product, deliveryDay }: SentState,
  disputed: readonly { mtuStart: string; contradiction: string }[],
): ResultsContradicted[] {
  if (disputed.length === 0) return [];
  const mtuStarts = disputed.map(({ mtuStart }) => mtuStart);
  const detail = disputed.map(({ contradiction }) => contradiction).join('; ');
  return [{ type: 'ResultsContradicted', data: { product, deliveryDay, mtuStarts, detail } }];
}

function clearedAndCommitted(state: SentState, bids: readonly ClearedBid[]): (AuctionCleared | CapacityCommitted)[] {
  const { product, deliveryDay, status } = state;
  const nothingStands = status === 'withdrawn' || status === 'rejected';
  if (bids.length === 0 && (status === 'cleared' || nothingStands)) return [];
  const hours = new Map<string, { mtuStart: string; awardedW: number; priceEurPerMwH: string }>();
  for (const { mtuStart, awardedW, priceEurPerMwH } of bids) {
    const before = hours.get(mtuStart)?.awardedW ?? 0;
    if (before + awardedW > 0) hours.set(mtuStart, { mtuStart, awardedW: before + awardedW, priceEurPerMwH });
  }
  const cleared: AuctionCleared = { type: 'AuctionCleared', data: { product, deliveryDay, bids } };
  if (hours.size === 0) return [cleared];
  return [cleared, { type: 'CapacityCommitted', data: { product, deliveryDay, mtus: [...hours.values()] } }];
}
