import {
  dayInterval,
  epochMs,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  type DeliveryDay,
  type EpochMs,
} from '../../kernel/index.js';
import {
  BidRegister,
  DELIVERY_DAY_RULES,
  gateClosureOf,
  type AcceptedBids,
  type AllocationAggregate,
  type AllocationPerBid,
  type BidRuleBook,
  type ProductName,
  type TsoDesk,
} from '../../market/index.js';
import { chance, NO_FAULTS, type TsoFaults } from '../tso-faults.js';
import { aggregateResult, contradictory, perBidResult } from './auction-results.js';
import { clearDay, type DayMarket, type DayResult } from './day-clearing.js';

/** How the TSO works, whatever its messages look like. */
export interface MarketOfficeTerms {
  readonly marketOf: DayMarket['marketOf'];
  /** Left out: each delivery day by its own. */
  readonly rules?: BidRuleBook;
  /** Most that a participant may offer in an hour, as it is at an instant; null: no limit. */
  readonly portfolioLimitW?: (party: string, product: ProductName, mtuStart: EpochMs, at: EpochMs) => number | null;
  /** From a document's arrival to its acknowledgement; default 30 s. */
  readonly acknowledgementDelayMs?: number;
  /** From the gate closure to the result per bid; default 30 min. */
  readonly resultDelayMs?: number;
  /** From the result per bid to the aggregate; default 1 min. */
  readonly aggregateDelayMs?: number;
  readonly seed?: number;
  readonly faults?: Partial<TsoFaults>;
}

/** A result, and when it is due. */
export interface Announcement {
  readonly at: EpochMs;
  readonly result: DayResult;
  readonly message: AllocationPerBid | AllocationAggregate;
}

/**
 * The TSO's market office at the level of values: what each participant has standing, the auction of each day after its
 * gate, and what goes wrong by chance. Any number of participants, all products. Everything follows from what was
 * accepted, the terms and the seed.
 */
export class MarketOffice {
  readonly faults: TsoFaults;
  readonly rules: BidRuleBook;
  readonly seed: number;
  private readonly registers = new Map<string, BidRegister>();
  /** Days that have bids and no result yet. */
  private readonly clearingAt = new Map<DeliveryDay, EpochMs>();

  constructor(
    private readonly terms: MarketOfficeTerms,
    /** The id of a result, which is the same whenever it is made. */
    private readonly mridOf: (kind: Announcement['message']['kind'], result: DayResult) => string,
  ) {
    this.faults = { ...NO_FAULTS, ...terms.faults };
    this.rules = terms.rules ?? DELIVERY_DAY_RULES;
    this.seed = terms.seed ?? 1;
  }

  /** What a participant's documents are checked against. */
  deskOf(party: string): TsoDesk {
    return this.registerOf(party);
  }

  /** A document that was found in order: its bids stand, and the day will be cleared. */
  accept(party: string, day: DeliveryDay, document: AcceptedBids): void {
    this.registerOf(party).take(document);
    const product = document.bids[0]?.product;
    if (product === undefined) return;
    const gate = gateClosureOf(day, this.rules.bidRulesOf(product, dayInterval(day).start));
    this.clearingAt.set(day, epochMs(gate + (this.terms.resultDelayMs ?? 30 * MS_PER_MINUTE)));
  }

  /** When a document that arrives at `at` is answered. */
  answerDueAt(at: EpochMs): EpochMs {
    return epochMs(at + (this.terms.acknowledgementDelayMs ?? 30 * MS_PER_SECOND));
  }

  /** Whether the line loses this copy (counted from 1) of a document, or the answer to it. */
  loses(what: 'document' | 'acknowledgement', id: string, copy: number): boolean {
    const share = what === 'document' ? this.faults.lostDocumentShare : this.faults.lostAcknowledgementShare;
    return this.happens(share, what, id, String(copy));
  }

  nextClearingAt(): EpochMs | null {
    return this.clearingAt.size === 0 ? null : epochMs(Math.min(...this.clearingAt.values()));
  }

  /** Clears every day whose time has come, and says what is announced of it. */
  clearDue(now: EpochMs): Announcement[] {
    const due = [...this.clearingAt].filter(([, at]) => at <= now).sort(([a], [b]) => (a < b ? -1 : 1));
    return due.flatMap(([day, at]) => this.clear(day, at));
  }

  private clear(day: DeliveryDay, at: EpochMs): Announcement[] {
    this.clearingAt.delete(day);
    const offers = [...this.registers].flatMap(([party, register]) =>
      register.close(day).map((bid) => ({ ...bid, party })),
    );
    const rulesOf = (product: ProductName) => this.rules.bidRulesOf(product, dayInterval(day).start);
    const results = clearDay(day, offers, { marketOf: this.terms.marketOf, rulesOf });
    return results.flatMap((result) => this.announced(result, at, rulesOf(result.product).bidStepW));
  }

  /** Both results; or one of them alone, or two that disagree, as chance decides. */
  private announced(result: DayResult, at: EpochMs, stepW: number): Announcement[] {
    const names = [result.party, result.product, result.day];
    const perBid = perBidResult(result, this.mridOf('allocation-per-bid', result));
    const truth = aggregateResult(result, this.mridOf('allocation-aggregate', result));
    const slips = this.happens(this.faults.contradictoryShare, 'contradiction', ...names);
    const aggregate = slips ? contradictory(truth, stepW) : truth;
    const lost = this.happens(this.faults.lostResultShare, 'result', ...names);
    const lostOne = this.happens(0.5, 'lost kind', ...names) ? perBid : aggregate;
    const aggregateAt = epochMs(at + (this.terms.aggregateDelayMs ?? MS_PER_MINUTE));
    const both = [
      { at, result, message: perBid },
      { at: aggregateAt, result, message: aggregate },
    ];
    return both.filter(({ message }) => !lost || message !== lostOne);
  }

  private registerOf(party: string): BidRegister {
    const known = this.registers.get(party);
    if (known) return known;
    const { portfolioLimitW } = this.terms;
    const register = new BidRegister({
      portfolioLimitW: (product, mtuStart, at) => portfolioLimitW?.(party, product, mtuStart, at) ?? null,
    });
    this.registers.set(party, register);
    return register;
  }

  private happens(share: number, ...names: readonly string[]): boolean {
    return share > 0 && chance(this.seed, ...names) < share;
  }
}
