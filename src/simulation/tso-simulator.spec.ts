import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import {
  deliveryDay,
  deterministicUuid,
  epochMs,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  parseInstant,
} from '../kernel/index.js';
import { newestFcrnRules, type BidDocument, type MarketMessage } from '../market/index.js';
import { TsoSimulator, type TsoSimulatorOptions } from './tso-simulator.js';

const GATE = parseInstant('2026-01-12T16:30:00Z');
const START = epochMs(GATE - MS_PER_HOUR);
const uuid = (name: string): string => deterministicUuid('test', name);
const aDocument = (name = 'd1', quantityW = 500_000, createdAt = START): BidDocument => ({
  mrid: uuid(name),
  product: 'FCR-N',
  deliveryDay: deliveryDay('2026-01-13'),
  createdAt,
  bids: [{ bidId: 'a', mtuStart: parseInstant('2026-01-13T10:00:00Z'), quantityW, priceEurPerMwH: '5' }],
});

function aTso(options: Partial<TsoSimulatorOptions> = {}) {
  const clock = new ManualClock(START);
  const tso = new TsoSimulator({ clock, rulesOf: () => newestFcrnRules(), clearingPrice: () => '12.34', ...options });
  const heard: [string, number][] = [];
  const messages: MarketMessage[] = [];
  tso.listen(async (message) => {
    heard.push([message.kind, (clock.at - START) / MS_PER_SECOND]);
    messages.push(message);
  });
  const runUntil = async (at: number) => {
    for (let due = tso.nextDueAt(); due !== null && due <= at; due = tso.nextDueAt()) {
      clock.at = epochMs(Math.max(clock.at, due));
      await tso.runDue(clock.at);
    }
    clock.at = epochMs(at);
  };
  return { clock, tso, heard, messages, runUntil };
}

describe('documents', () => {
  it('are acknowledged after the delay and cleared after the gate, in two results', async () => {
    const { tso, heard, messages, runUntil } = aTso();
    await tso.submit(aDocument());
    await runUntil(GATE + MS_PER_HOUR);
    expect(heard).toEqual([
      ['acknowledgement', 30],
      ['allocation-per-bid', 5400],
      ['allocation-aggregate', 5460],
    ]);
    expect(messages[1]).toMatchObject({
      bids: [{ bidId: 'a', offeredW: 500_000, awardedW: 500_000, priceEurPerMwH: '12.34' }],
    });
  });
  it('are rejected whole, and then nothing stands', async () => {
    const { tso, heard, messages, runUntil } = aTso();
    await tso.submit(aDocument('d1', 50_000));
    await runUntil(GATE + MS_PER_HOUR);
    expect(heard.map(([kind]) => kind)).toEqual(['acknowledgement']);
    expect(messages[0]).toMatchObject({
      accepted: false,
      reasons: [
        { bidId: null, code: 'A02' },
        { bidId: 'a', code: '999' },
      ],
    });
  });
  it('are answered alike when they come again', async () => {
    const { tso, messages, runUntil } = aTso();
    await tso.submit(aDocument());
    await runUntil(GATE);
    await tso.submit(aDocument());
    await runUntil(GATE + MS_PER_MINUTE);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toEqual(messages[0]);
  });
  it('may not reuse a reference', async () => {
    const { tso, messages, runUntil } = aTso();
    await tso.submit(aDocument());
    await tso.submit(aDocument('d1', 400_000));
    await runUntil(GATE);
    expect(messages[1]).toMatchObject({ accepted: false });
    expect(messages[1]?.kind === 'acknowledgement' && messages[1].reasons[0]?.text).toBe(
      'Message reference must be unique',
    );
  });
  it('withdraw with quantity 0: no result comes where nothing stands', async () => {
    const { tso, heard, runUntil } = aTso();
    await tso.submit(aDocument());
    await tso.submit(aDocument('d2', 0, epochMs(START + 1000)));
    await runUntil(GATE + MS_PER_HOUR);
    expect(heard.map(([kind]) => kind)).toEqual(['acknowledgement', 'acknowledgement']);
  });
});

describe('query', () => {
  it('answers for a document that arrived, and knows no other', async () => {
    const { tso } = aTso();
    await tso.submit(aDocument());
    expect(await tso.query(uuid('d1'))).toMatchObject({
      kind: 'acknowledgement',
      documentMrid: uuid('d1'),
      accepted: true,
    });
    expect(await tso.query(uuid('d2'))).toBe('unknown');
  });
});

describe('faults', () => {
  it('an outage refuses documents, answers nothing and holds messages back', async () => {
    const { tso, clock, heard, runUntil } = aTso({
      faults: { outages: [{ start: epochMs(START + 10_000), end: epochMs(START + 120_000) }] },
    });
    await tso.submit(aDocument());
    clock.at = epochMs(START + 15_000);
    await expect(tso.submit(aDocument('d2'))).rejects.toThrow('carrier');
    expect(await tso.query(uuid('d1'))).toBe('no-answer');
    await runUntil(GATE);
    expect(heard).toEqual([['acknowledgement', 120]]);
  });
  it('a lost document is unknown to the TSO, a lost acknowledgement is found by asking', async () => {
    const lost = aTso({ faults: { lostDocumentShare: 1 } });
    await lost.tso.submit(aDocument());
    expect(await lost.tso.query(uuid('d1'))).toBe('unknown');
    const silent = aTso({ faults: { lostAcknowledgementShare: 1 } });
    await silent.tso.submit(aDocument());
    await silent.runUntil(GATE);
    expect(silent.heard).toEqual([]);
    expect(await silent.tso.query(uuid('d1'))).toMatchObject({ accepted: true });
  });
  it('messages come twice, and one of two results never', async () => {
    const twice = aTso({ faults: { duplicatedShare: 1 } });
    await twice.tso.submit(aDocument());
    await twice.runUntil(GATE + MS_PER_HOUR);
    expect(twice.heard).toHaveLength(6);
    const one = aTso({ faults: { lostResultShare: 1 } });
    await one.tso.submit(aDocument());
    await one.runUntil(GATE + MS_PER_HOUR);
    expect(one.heard).toHaveLength(2);
  });
  it('late messages overtake each other for some seed, and the same seed gives the same order', async () => {
    const order = async (seed: number) => {
      const { tso, heard, runUntil } = aTso({ seed, faults: { lateShare: 1, latestMs: 10 * MS_PER_MINUTE } });
      await tso.submit(aDocument());
      await runUntil(GATE + 2 * MS_PER_HOUR);
      return heard;
    };
    const orders = await Promise.all([1, 2, 3, 4, 5, 6].map(order));
    expect(orders.some((heard) => heard[1]?.[0] === 'allocation-aggregate')).toBe(true);
    expect(await order(3)).toEqual(orders[2]);
  });
});

describe('a listener that fails', () => {
  it('is told again', async () => {
    const { tso, clock } = aTso();
    let calls = 0;
    tso.listen(async () => {
      calls += 1;
      if (calls === 1) throw new Error('not now');
    });
    await tso.submit(aDocument());
    clock.advance(30_000);
    await expect(tso.runDue(clock.now())).rejects.toThrow('not now');
    await tso.runDue(clock.now());
    expect(calls).toBe(2);
  });
});
