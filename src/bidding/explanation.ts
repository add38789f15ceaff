import { formatMw, isoInstant, type Recorded } from '../kernel/index.js';
import type { AuctionEvent, AuctionPlanned, PlannedBid } from './auction.events.js';
import { narrate } from './narration.js';

/** Why a bid is what it is and what became of it, from the events of its auction alone. */
export interface BidExplanation {
  readonly bid: PlannedBid;
  readonly product: string;
  readonly deliveryDay: string;
  readonly plan: Pick<
    AuctionPlanned['data'],
    'strategy' | 'reliability' | 'floorPriceEurPerMwH' | 'calendar' | 'wear' | 'digests'
  >;
  /** What the quantity was made from; null when the plan names nothing for this MTU. */
  readonly input: AuctionPlanned['data']['inputs'][number] | null;
  /** One per event that concerns the bid, in the log's order; each was caused by the event `causationId`. */
  readonly steps: readonly ExplainedStep[];
  /** The same for people, one sentence a line. */
  readonly text: string;
}

export interface ExplainedStep {
  readonly occurredAt: string;
  readonly event: string;
  readonly actor: string;
  readonly messageId: string;
  readonly causationId: string;
  readonly text: string;
}

/** `events`: the auction's stream in order. Null when the bid was never planned in it. */
export function explainBid(bidId: string, events: readonly Recorded[]): BidExplanation | null {
  for (const { type, data } of events) {
    if (type !== 'AuctionPlanned') continue;
    const planned = data as AuctionPlanned['data'];
    const bid = planned.bids.find((line) => line.bidId === bidId);
    if (bid) return explained(bid, planned, events);
  }
  return null;
}

function explained(bid: PlannedBid, planned: AuctionPlanned['data'], events: readonly Recorded[]): BidExplanation {
  const { product, deliveryDay, strategy, reliability, floorPriceEurPerMwH, calendar, wear, digests } = planned;
  const input = planned.inputs.find((line) => line.mtuStart === bid.mtuStart) ?? null;
  const steps = events.flatMap((recorded) => {
    const text = narrate({ type: recorded.type, data: recorded.data } as AuctionEvent, bid);
    return text === null ? [] : [stepOf(recorded, text)];
  });
  const explanation = {
    bid,
    product,
    deliveryDay,
    plan: { strategy, reliability, floorPriceEurPerMwH, ...(calendar && { calendar }), ...(wear && { wear }), digests },
    input,
    steps,
  };
  return { ...explanation, text: print(explanation) };
}

const stepOf = ({ type, meta, occurredAt }: Recorded, text: string): ExplainedStep => ({
  occurredAt: isoInstant(occurredAt),
  event: type,
  actor: meta.actor,
  messageId: meta.messageId,
  causationId: meta.causationId,
  text,
});

function print({ bid, product, deliveryDay, plan, input, steps }: Omit<BidExplanation, 'text'>): string {
  return [
    `Bid ${bid.bidId}: ${formatMw(bid.quantityW, 1)} MW ${product} for the hour from ${bid.mtuStart} (delivery day ${deliveryDay}) at ${bid.priceEurPerMwH} EUR/MW,h.`,
    ...quantityText(plan, input),
    ...calendarText(plan),
    `Price: strategy "${plan.strategy}", floor ${plan.floorPriceEurPerMwH} EUR/MW,h.`,
    ...wearText(plan),
    `Made from forecast ${plan.digests.forecast} and rules ${plan.digests.rules}.`,
    '',
    ...steps.map((step) => `${step.occurredAt}  ${step.text} (${step.event} by ${step.actor})`),
  ].join('\n');
}

const BOUNDS: Record<AuctionPlanned['data']['inputs'][number]['boundBy'], string> = {
  forecast: 'rounded down to the bid step',
  'portfolio-limit': 'cut to the portfolio limit',
  'maximum-bid': 'cut to the largest bid allowed',
  'below-minimum': 'below the smallest bid allowed',
  'too-few-samples': 'not offered: too few days of experience',
};

function quantityText(plan: BidExplanation['plan'], input: BidExplanation['input']): string[] {
  if (!input) return [];
  const percent = Math.round(plan.reliability * 1000) / 10;
  const limit = input.limitW === null ? '' : ` of ${formatMw(input.limitW, 1)} MW`;
  return [
    `Quantity: ${formatMw(input.quantileW, 3)} MW were firm on ${percent} % of ${input.samples} comparable past days; ${BOUNDS[input.boundBy]}${limit}.`,
  ];
}

/** Nothing where an old log does not say. */
function calendarText({ calendar }: BidExplanation['plan']): string[] {
  if (calendar === undefined) return [];
  const kind = calendar.kindOfDay === 'workday' ? 'a workday: compared with workdays' : 'free: compared with free days';
  const days = calendar.holidays.length === 0 ? 'none in reach' : calendar.holidays.join(', ');
  return [`The day is ${kind}; holidays ${calendar.calendar}: ${days}.`];
}

/** Two prices of wear that must not be taken for each other; nothing where an old log does not say. */
function wearText({ wear }: BidExplanation['plan']): string[] {
  if (wear === undefined) return [];
  const { expectedEurPerKwh, planningEurPerKwh, planningSource } = wear;
  return [
    `Wear: ${expectedEurPerKwh} EUR per kWh out of a battery are expected in the account, where each cycle is charged by its depth; plans weigh the last kWh of a cycle, at ${planningEurPerKwh} EUR, which nobody is charged (${planningSource}).`,
  ];
}
