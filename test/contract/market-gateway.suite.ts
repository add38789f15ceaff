import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  deliveryDay,
  deterministicUuid,
  epochMs,
  mtusOf,
  type DeliveryDay,
  type EpochMs,
} from '../../src/kernel/index.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { anAggregate } from '../support/market-samples.js';
import {
  seriesMridOf,
  EDX_TYPE,
  type AllocationAggregate,
  type AllocationPerBid,
  type BidDocument,
  type BidLine,
  type CarriedMessage,
  type MarketGateway,
  type MarketMessage,
  type RefusedMessage,
} from '../../src/market/index.js';

/** Some way to a TSO that keeps the published rules, clears all hours at 20 EUR/MW,h, and what a test may do to it. */
export interface GatewayBench {
  readonly day: DeliveryDay;
  /** The desk's clock: some time before the day's gate. */
  now(): EpochMs;
  /** A gateway of a new process; the one before is gone. */
  open(): Promise<MarketGateway>;
  /** Resolves when both ends of the line listen; left out where they do at once. */
  ready?(): Promise<void>;
  /** Lets time pass at the desk until `check` holds. */
  until(check: () => boolean): Promise<void>;
  /** Lets the day's gate close, and time pass until the results are out. */
  passGate(): Promise<void>;
  /** Lets the TSO send just this; left out where nothing but messages can pass. */
  bring?(message: CarriedMessage): Promise<void>;
  /** Takes the line down; null: this one can't be. */
  readonly takeDown: (() => Promise<void>) | null;
  dispose(): Promise<void>;
}

/** A day of 23 hours: the gate and the hours are computed, not assumed. */
export const BENCH_DAY = deliveryDay('2026-03-29');

const uuid = (name: string): string => deterministicUuid('gateway-bench', name);

/**
 * The acceptance list of `MarketGateway`, numbered as in `contracts/market/README.md`; every adapter passes the same cards,
 * each of them against a TSO that is as strict as the published rules.
 */
export function marketGatewaySuite(name: string, start: () => Promise<GatewayBench>): void {
  describe(`${name}: acceptance list of the market gateway`, () => {
    let bench: GatewayBench;
    let inbox: MarketMessage[];
    let refused: RefusedMessage[];
    let gateway: MarketGateway;
    beforeEach(async () => {
      bench = await start();
      inbox = [];
      refused = [];
      gateway = await opened();
    });
    afterEach(async () => {
      await bench.dispose();
      // A TSO that keeps the rules sends nothing that is refused.
      expect(refused).toEqual([]);
    });

    const opened = async (): Promise<MarketGateway> => {
      const next = await bench.open();
      next.listen(
        (message) => Promise.resolve(void inbox.push(message)),
        (message) => Promise.resolve(void refused.push(message)),
      );
      await bench.ready?.();
      return next;
    };
    const lines = (over: Partial<BidLine> = {}): BidLine[] =>
      mtusOf(bench.day, 60).map(({ start }, index) => ({
        bidId: `bid-${index}`,
        mtuStart: start,
        quantityW: 500_000,
        priceEurPerMwH: '10.50',
        ...over,
      }));
    const document = (id: string, bids = lines(), laterMs = 0): BidDocument => ({
      mrid: uuid(id),
      product: 'FCR-N',
      deliveryDay: bench.day,
      createdAt: epochMs(bench.now() + laterMs),
      bids,
    });
    const answersTo = (id: string) =>
      inbox.filter((message) => message.kind === 'acknowledgement' && message.documentMrid === uuid(id));
    const perBid = () => inbox.find((message): message is AllocationPerBid => message.kind === 'allocation-per-bid');
    const aggregate = () =>
      inbox.find((message): message is AllocationAggregate => message.kind === 'allocation-aggregate');
    const results = async (): Promise<void> => {
      await bench.passGate();
      await bench.until(() => perBid() !== undefined && aggregate() !== undefined);
    };

    it('1: a document that keeps the rules is acknowledged', async () => {
      await gateway.submit(document('d'));
      await bench.until(() => answersTo('d').length > 0);
      expect(answersTo('d')).toMatchObject([{ accepted: true, reasons: [] }]);
    });

    it('2: a document with one wrong bid is rejected whole, the bid named with the TSO’s text', async () => {
      const bids = lines().map((bid, index) => (index === 7 ? { ...bid, quantityW: 5_100_000 } : bid));
      await gateway.submit(document('d', bids));
      await bench.until(() => answersTo('d').length > 0);
      const [answer] = answersTo('d');
      expect(answer).toMatchObject({ accepted: false });
      const reasons = answer?.kind === 'acknowledgement' ? answer.reasons.filter(({ bidId }) => bidId !== null) : [];
      expect(reasons).toMatchObject([{ text: 'Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D' }]);
      expect(['bid-7', seriesMridOf('bid-7')]).toContain(reasons[0]?.bidId);
    });

    it('3: both results come, bid by bid and summed up, for each of the day’s 23 hours', async () => {
      await gateway.submit(document('d'));
      await results();
      expect(perBid()?.bids).toHaveLength(23);
      expect(perBid()?.bids[0]).toMatchObject({
        mtuStart: mtusOf(bench.day, 60)[0]?.start,
        offeredW: 500_000,
        offerPriceEurPerMwH: '10.50',
        awardedW: 500_000,
        priceEurPerMwH: '20',
      });
      expect(aggregate()?.mtus.map(({ awardedW }) => awardedW)).toEqual(Array(23).fill(500_000));
    });

    it('4: the same document again is no second offer', async () => {
      await gateway.submit(document('d'));
      await bench.until(() => answersTo('d').length > 0);
      await gateway.submit(document('d'));
      await results();
      expect(aggregate()?.mtus[0]?.awardedW).toBe(500_000);
    });

    it('5: an update of the same series replaces the offer, quantity 0 takes it back', async () => {
      await gateway.submit(document('d1'));
      await bench.until(() => answersTo('d1').length > 0);
      const changed = lines().map((bid, index) => ({ ...bid, quantityW: index === 0 ? 0 : 300_000 }));
      await gateway.submit(document('d2', changed, 1_000));
      await bench.until(() => answersTo('d2').length > 0);
      expect(answersTo('d2')).toMatchObject([{ accepted: true }]);
      await results();
      expect(aggregate()?.mtus.reduce((sum, { awardedW }) => sum + awardedW, 0)).toBe(22 * 300_000);
    });

    it('6: several steps of an hour’s price ladder are bids of their own, awarded up to the marginal price', async () => {
      const cheap = lines();
      const dear = lines({ priceEurPerMwH: '20.01' }).map((bid) => ({ ...bid, bidId: `${bid.bidId}-dear` }));
      await gateway.submit(document('d', [...cheap, ...dear]));
      await results();
      expect(perBid()?.bids).toHaveLength(46);
      expect(perBid()?.bids.filter(({ awardedW }) => awardedW > 0)).toHaveLength(23);
    });

    it('7: what the listener failed on comes again', async () => {
      let tries = 0;
      gateway.listen(() => (++tries < 2 ? Promise.reject(new Error('log is full')) : Promise.resolve()));
      await gateway.submit(document('d'));
      await bench.until(() => tries >= 2).catch(() => undefined);
      expect(tries).toBeGreaterThanOrEqual(2);
    });

    it('8: a process that starts anew hears what the one before did not', async () => {
      await gateway.submit(document('d'));
      gateway = await opened();
      await results();
      expect([perBid()?.bids.length, aggregate()?.mtus.length]).toEqual([23, 23]);
    });

    it('9: a document past the gate is refused by the TSO, whoever sent it', async () => {
      await bench.passGate();
      await gateway.submit(document('d'));
      await bench.until(() => answersTo('d').length > 0);
      expect(answersTo('d')).toMatchObject([
        { accepted: false, reasons: [{ bidId: null, text: 'Message was received after deadline' }] },
      ]);
    });

    it('10: asked after a document, it gives the answer, or says that it knows none or can’t be asked', async () => {
      expect(['unknown', 'not-askable']).toContain(await gateway.query(uuid('never-sent')));
      await gateway.submit(document('d'));
      const answer = await gateway.query(uuid('d'));
      if (typeof answer === 'string') expect(answer).toBe('not-askable');
      else expect(answer).toMatchObject({ kind: 'acknowledgement', documentMrid: uuid('d'), accepted: true });
    });

    it('11: an outage rejects what is submitted', async () => {
      if (!bench.takeDown) return;
      await bench.takeDown();
      await expect(gateway.submit(document('d'))).rejects.toThrow();
    });

    it('12: what is refused is handed over with all that it was, until it has been dealt with, and blocks nothing', async () => {
      if (!bench.bring) return;
      let tries = 0;
      gateway.listen(
        (message) => Promise.resolve(void inbox.push(message)),
        (message) =>
          ++tries < 2 ? Promise.reject(new Error('log is full')) : Promise.resolve(void refused.push(message)),
      );
      const brought = {
        id: uuid('result'),
        deliveryDay: bench.day,
        type: EDX_TYPE.aggregate,
        text: '<Result>é</Result>\n',
      };
      await bench.bring(brought);
      await gateway.submit(document('d'));
      await bench.until(() => refused.length > 0 && answersTo('d').length > 0);
      expect(refused.splice(0)).toMatchObject([
        {
          content: brought.text,
          id: brought.id,
          type: brought.type,
          reasons: [{ place: '/Result', rule: 'document-kind' }],
          answerAs: 'allocation-aggregate',
          isOurs: true,
        },
      ]);
      const answer = { kind: 'acknowledgement', mrid: uuid('no'), documentMrid: brought.id, accepted: false } as const;
      const reasons = [{ bidId: null, code: 'A02', text: 'not legible' }];
      await gateway.acknowledge?.({ ...answer, reasons }, { kind: 'allocation-aggregate', mrid: brought.id });
    });

    it('13: another party’s result is refused, not taken', async () => {
      if (!bench.bring) return;
      const text = xmlCodec.print({ ...anAggregate(bench.day), receiverEic: '44X-00000000248K' });
      await bench.bring({ id: uuid('other'), deliveryDay: bench.day, type: EDX_TYPE.aggregate, text });
      await bench.until(() => refused.length > 0);
      expect(refused.splice(0)).toMatchObject([{ isOurs: false, reasons: [{ rule: 'RECEIVER_INVALID' }] }]);
      expect(inbox).toEqual([]);
    });
  });
}
