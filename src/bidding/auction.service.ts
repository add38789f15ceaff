import {
  dayInterval,
  deliveryDayOf,
  epochMs,
  invariant,
  isRefusal,
  MS_PER_MINUTE,
  plusDays,
  type Clock,
  type DeliveryDay,
  type EpochMs,
  type Refusal,
} from '../kernel/index.js';
import {
  FCR_N,
  gateClosureOf,
  type FcrnRules,
  type MarketGateway,
  type MarketMessage,
  type RefusedMessage,
} from '../market/index.js';
import type { EventLog, TimedProcess } from '../platform/index.js';
import { AuctionJournal, type Decided, type LoadedAuction } from './auction-journal.service.js';
import type { AuctionPlanner } from './auction-planner.port.js';
import {
  nextStep,
  type AuctionAction,
  type AuctionSettings,
  type AuctionStep,
  type Situation,
} from './auction.saga.js';
import type { AuctionCommand } from './auction.js';
import type { BidsSubmitted } from './auction.events.js';
import { inFlight, isSent, standingDocument, type AuctionState } from './auction-state.js';
import { DocumentCarrier } from './document-carrier.service.js';
import { DocumentIndex } from './document-index.service.js';
import type { MarketMailbox } from './market-mailbox.service.js';
import { inOurNames } from './series-names.js';
import type { RefusedDocuments } from './refused-documents.service.js';
import type { TradingState } from './trading-desk.js';
import { TradingJournal } from './trading-journal.service.js';

export interface AuctionServiceOptions extends Partial<AuctionSettings> {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly gateway: MarketGateway;
  readonly planner: AuctionPlanner;
  readonly rulesOf: (day: DeliveryDay) => FcrnRules;
  readonly approval: 'policy' | 'trader';
  /** First delivery day to bid for; default: the first whose gate is still open at start. */
  readonly firstDay?: DeliveryDay;
  /** Last delivery day to bid for; default: no end. */
  readonly lastDay?: DeliveryDay;
  readonly product?: string;
  /** Keeps the documents that are exchanged; left out: nothing is kept. */
  readonly mailbox?: MarketMailbox;
  /** Keeps what came and was refused. */
  readonly refused?: Pick<RefusedDocuments, 'keep'>;
  /** False: what is decided here is carried out by another process, which trades. Default true. */
  readonly carriesOut?: boolean;
}

const DEFAULTS = {
  leadMs: 30 * MS_PER_MINUTE,
  answerTimeoutMs: 5 * MS_PER_MINUTE,
  retryMs: MS_PER_MINUTE,
  secondResultTimeoutMs: 30 * MS_PER_MINUTE,
  maximumAttempts: 4,
} as const;

/** A day needs a handful of steps; more means that a step does not change what it should. */
const MOST_STEPS_AT_ONCE = 50;

/**
 * Runs the auctions: one stream per delivery day. The log is the only state that counts; what is kept here can be
 * lost at any point, and two of these may run over one log.
 */
export class AuctionService implements TimedProcess {
  readonly name = 'auctions';
  private readonly settings: AuctionSettings;
  private readonly product: string;
  private readonly journal: AuctionJournal;
  private readonly desk: TradingJournal;
  private readonly carrier: DocumentCarrier;
  private readonly documents: DocumentIndex;
  /** Auctions that may still need a step. */
  private readonly open = new Map<DeliveryDay, LoadedAuction>();
  private nextDay: DeliveryDay | null = null;
  private opening: { readonly day: DeliveryDay; readonly at: EpochMs } | null = null;
  private halted = false;

  constructor(private readonly options: AuctionServiceOptions) {
    this.settings = settingsOf(options);
    this.product = options.product ?? FCR_N;
    this.journal = new AuctionJournal(options.log, options.clock, this.product);
    this.desk = new TradingJournal(options.log, options.clock);
    this.carrier = new DocumentCarrier(options.gateway, options.clock, options.mailbox);
    this.documents = new DocumentIndex(options.log, this.product);
  }

  /** Rebuilds what is open from the log and listens to the TSO. What was in flight is asked for at the next step. */
  async start(): Promise<void> {
    const now = this.options.clock.now();
    let newest: DeliveryDay | null = null;
    for await (const { data } of this.options.log.readAll({ types: ['AuctionOpened'] })) {
      const { product, deliveryDay } = data as { product: string; deliveryDay: DeliveryDay };
      if (product !== this.product) continue;
      if (newest === null || deliveryDay > newest) newest = deliveryDay;
      const { state } = await this.refresh(deliveryDay);
      if (this.isOver(deliveryDay, state, now)) this.open.delete(deliveryDay);
    }
    this.nextDay = newest === null ? (this.options.firstDay ?? this.firstOpenDay(now)) : plusDays(newest, 1);
    if (this.options.firstDay && this.nextDay < this.options.firstDay) this.nextDay = this.options.firstDay;
    this.halted = (await this.desk.load()).state.status === 'halted';
    this.options.gateway.listen(
      (message) => this.hear(message),
      (refused) => this.refuse(refused),
    );
  }

  /** Somebody else may have written to the auction of a day, or halted trading: it is looked at anew. */
  async noticed(day: DeliveryDay | null): Promise<void> {
    if (day !== null) await this.refresh(day);
    this.halted = (await this.desk.load()).state.status === 'halted';
  }

  /** When runDue has something to do; null when nothing is left to wait for. */
  nextDueAt(): EpochMs | null {
    const now = this.options.clock.now();
    const instants = [...this.open].map(([day, { state }]) =>
      dueAt(nextStep(state, now, this.situationOf(day, state)), now),
    );
    const opening = this.openingAt();
    if (opening !== null) instants.push(opening);
    const due = Math.min(...instants);
    return Number.isFinite(due) ? epochMs(due) : null;
  }

  /** Runs every step due at or before `now`. Running it again does nothing. */
  async runDue(now: EpochMs): Promise<void> {
    const due = this.nextDueAt();
    if (due === null || due > now) return;
    this.halted = (await this.desk.load()).state.status === 'halted';
    for (const day of [...this.open.keys()].sort()) await this.advance(day, now);
    for (;;) {
      const opening = this.openingAt();
      if (opening === null || opening > now || this.nextDay === null) return;
      const day = this.nextDay;
      await this.refresh(day);
      await this.advance(day, now);
      this.nextDay = plusDays(day, 1);
    }
  }

  /** A message of the TSO, by the link or by somebody's hand; the same one again changes nothing. */
  async receive(message: MarketMessage, broughtBy = 'tso'): Promise<Refusal | null> {
    const day = await this.documents.dayOf(message);
    return isRefusal(day) ? day : this.receiveFor(day, message, broughtBy);
  }

  /** The trader agrees to the planned bids; they leave at once. */
  approve(day: DeliveryDay, by: string): Promise<Refusal | null> {
    return this.command(day, { type: 'approve', by, now: this.options.clock.now() }, `trader:${by}`);
  }

  /** Takes a day's bids back, before the gate closes. */
  withdraw(day: DeliveryDay, by: string): Promise<Refusal | null> {
    const { answerTimeoutMs } = this.settings;
    return this.command(day, { type: 'withdraw', by, now: this.options.clock.now(), answerTimeoutMs }, `trader:${by}`);
  }

  /** No new documents from now on; what is committed is delivered. */
  async halt(by: string, reason: string | null): Promise<TradingState> {
    const state = await this.desk.handle({ type: 'halt', by, reason, now: this.options.clock.now() });
    this.halted = true;
    return state;
  }

  async resume(by: string): Promise<TradingState> {
    const now = this.options.clock.now();
    const state = await this.desk.handle({ type: 'resume', by, now });
    this.halted = false;
    if (this.carriesOut) await this.runDue(now);
    return state;
  }

  /** Whether trading is halted, by whom, since when. */
  async trading(): Promise<TradingState> {
    return (await this.desk.load()).state;
  }

  /** By the link: what is about us is on record and answered, whatever we think of it. */
  private async hear(message: MarketMessage): Promise<Refusal | null> {
    const day = await this.documents.dayOf(message);
    if (isRefusal(day)) return day;
    await this.receiveFor(day, message, 'tso');
    return null;
  }

  private async receiveFor(day: DeliveryDay, message: MarketMessage, broughtBy: string): Promise<Refusal | null> {
    const refusal = await this.take(day, message, broughtBy);
    if (!refusal) await this.advance(day, this.options.clock.now());
    return refusal;
  }

  /** Written down first, then answered where the TSO waits for an answer. */
  private async refuse(refused: RefusedMessage): Promise<void> {
    const record = await this.options.refused?.keep(refused, 'tso');
    if (record) await this.carrier.reject(record, refused);
  }

  private async command(day: DeliveryDay, command: AuctionCommand, actor: string): Promise<Refusal | null> {
    this.halted = (await this.desk.load()).state.status === 'halted';
    const { refusal } = await this.decide(day, command, actor);
    if (!refusal && this.carriesOut) await this.advance(day, this.options.clock.now());
    return refusal;
  }

  private async advance(day: DeliveryDay, now: EpochMs): Promise<void> {
    for (let steps = 0; ; steps += 1) {
      invariant(steps < MOST_STEPS_AT_ONCE, `the auction of ${day} does not come to rest`);
      const { state } = this.open.get(day) ?? (await this.refresh(day));
      const step = nextStep(state, now, this.situationOf(day, state));
      if (step !== null && 'do' in step) {
        await this.run(day, step, now);
        continue;
      }
      if (this.isOver(day, state, now)) this.open.delete(day);
      return;
    }
  }

  /** Nothing is left to do; a late message opens it again. */
  private isOver(day: DeliveryDay, state: AuctionState, now: EpochMs): boolean {
    return now >= dayInterval(day).end && nextStep(state, now, this.situationOf(day, state)) === null;
  }

  private async run(day: DeliveryDay, action: AuctionAction, now: EpochMs): Promise<void> {
    if (action.do === 'contact') return this.contact(day);
    const command = await this.commandOf(day, action, now);
    const { refusal } = await this.decide(day, command, 'saga:auction');
    // A refusal here means that another process went on with this auction; its state is refreshed and looked at anew.
    if (refusal && (await this.isUnchanged(day, action, now)))
      throw new Error(`auction of ${day}: ${refusal.code} ${refusal.message}`);
  }

  private async isUnchanged(day: DeliveryDay, action: AuctionAction, now: EpochMs): Promise<boolean> {
    const { state } = await this.refresh(day);
    const step = nextStep(state, now, this.situationOf(day, state));
    return step !== null && 'do' in step && step.do === action.do;
  }

  private async commandOf(day: DeliveryDay, action: AuctionAction, now: EpochMs): Promise<AuctionCommand> {
    const { answerTimeoutMs, leadMs } = this.settings;
    const gateClosureAt = this.gateClosureOf(day);
    switch (action.do) {
      case 'open':
        return {
          type: 'open',
          product: this.product,
          deliveryDay: day,
          gateClosureAt,
          planAt: epochMs(gateClosureAt - leadMs),
        };
      case 'plan':
        return { type: 'plan', plan: await this.options.planner(day, now), limits: this.options.rulesOf(day) };
      case 'skip':
        return { type: 'skip', reason: action.reason };
      case 'approve':
        return { type: 'approve', by: 'policy', now };
      case 'submit':
        return { type: 'submit', now, answerTimeoutMs };
      case 'resubmit':
        return { type: 'resubmit', now, answerTimeoutMs };
      case 'correct':
        return { type: 'correct', now, answerTimeoutMs, limits: this.options.rulesOf(day) };
      case 'mark-unconfirmed':
        return { type: 'mark-unconfirmed', now };
      case 'clear-on-first-result':
        return { type: 'clear-on-first-result' };
      default:
        throw new Error(`no command does ${action.do}`);
    }
  }

  /** Decides, appends, and only then hands a document that was written to the carrier. */
  private async decide(day: DeliveryDay, command: AuctionCommand, actor: string): Promise<Decided> {
    const decided = await this.journal.handle(day, command, actor);
    this.keep(day, decided.loaded);
    const submitted = decided.events.find((event): event is BidsSubmitted => event.type === 'BidsSubmitted');
    const { state } = decided.loaded;
    if (submitted && isSent(state) && this.carriesOut)
      await this.carrier.deliver(state, standingDocument(state.documents));
    return decided;
  }

  private async contact(day: DeliveryDay): Promise<void> {
    const { state } = await this.refresh(day);
    if (!isSent(state)) return;
    const document = standingDocument(state.documents);
    if (!inFlight(document)) return;
    const message = await this.carrier.ask(state, document, document.withdrawal || !this.halted);
    if (message) await this.take(day, message, 'tso');
  }

  /** Written down first, then understood; a result is answered when it has been dealt with. */
  private async take(day: DeliveryDay, received: MarketMessage, broughtBy: string): Promise<Refusal | null> {
    const { state } = await this.refresh(day);
    const documents = isSent(state) ? state.documents : [];
    const answered = received.kind === 'acknowledgement' ? received.documentMrid : null;
    const sentAt = documents.find(({ mrid }) => mrid === answered)?.createdAt ?? null;
    await this.options.mailbox?.receive(day, received, sentAt, broughtBy);
    const ids = documents.flatMap(({ bids }) => bids.map(({ bidId }) => bidId));
    const message = inOurNames(received, ids);
    const command: AuctionCommand =
      message.kind === 'acknowledgement'
        ? { type: 'take-acknowledgement', acknowledgement: message }
        : { type: 'take-result', result: message, now: this.options.clock.now() };
    const { refusal } = await this.decide(day, command, 'tso');
    if (message.kind !== 'acknowledgement') await this.carrier.answer(day, message, refusal);
    return refusal;
  }

  private async refresh(day: DeliveryDay): Promise<LoadedAuction> {
    const loaded = await this.journal.load(day);
    this.keep(day, loaded);
    return loaded;
  }

  private keep(day: DeliveryDay, loaded: LoadedAuction): void {
    if (loaded.state.status === 'none') return;
    this.open.set(day, loaded);
    this.documents.note(day, loaded.state);
  }

  private situationOf(day: DeliveryDay, state: AuctionState): Situation {
    const contact = isSent(state) ? this.carrier.contactOf(standingDocument(state.documents).mrid) : null;
    const gateClosureAt = state.status === 'none' ? this.gateClosureOf(day) : state.gateClosureAt;
    return { ...this.settings, gateClosureAt, halted: this.halted, contact, limits: this.options.rulesOf(day) };
  }

  /** Asked for at every leap of the clock, so the calendar is consulted once a day. */
  private openingAt(): EpochMs | null {
    const day = this.nextDay;
    if (day === null || (this.options.lastDay && day > this.options.lastDay)) return null;
    if (this.opening?.day !== day) this.opening = { day, at: epochMs(this.gateClosureOf(day) - this.settings.leadMs) };
    return this.opening.at;
  }

  private firstOpenDay(now: EpochMs): DeliveryDay {
    let day = deliveryDayOf(now);
    while (this.gateClosureOf(day) <= now) day = plusDays(day, 1);
    return day;
  }

  private get carriesOut(): boolean {
    return this.options.carriesOut ?? true;
  }

  private readonly gateClosureOf = (day: DeliveryDay): EpochMs => gateClosureOf(day, this.options.rulesOf(day));
}

function settingsOf(options: AuctionServiceOptions): AuctionSettings {
  const { approval, leadMs, answerTimeoutMs, retryMs, secondResultTimeoutMs, maximumAttempts } = {
    ...DEFAULTS,
    ...options,
  };
  return { approval, leadMs, answerTimeoutMs, retryMs, secondResultTimeoutMs, maximumAttempts };
}

function dueAt(step: AuctionStep, now: EpochMs): number {
  if (step === null) return Infinity;
  return 'do' in step ? now : step.lookAgainAt;
}
