import { describe, expect, it } from '@jest/globals';
import { epochMs, fold } from '../kernel/index.js';
import type { TradingEvent } from './auction.events.js';
import { tradingDesk } from './trading-desk.js';

const at = '2026-01-12T16:00:00.000Z';
const now = epochMs(Date.parse(at));
const halted: TradingEvent = { type: 'TradingHalted', data: { by: 'ada', at, reason: 'storm' } };
const resumed: TradingEvent = { type: 'TradingResumed', data: { by: 'bob', at } };
const after = (...events: TradingEvent[]) => fold(tradingDesk.evolve, tradingDesk.initial, events);

describe('the trading desk', () => {
  it('halts what trades and resumes what is halted', () => {
    expect(tradingDesk.decide(after(), { type: 'halt', by: 'ada', reason: 'storm', now })).toEqual([halted]);
    expect(tradingDesk.decide(after(halted), { type: 'resume', by: 'bob', now })).toEqual([resumed]);
  });
  it('writes nothing for what is so already', () => {
    expect(tradingDesk.decide(after(), { type: 'resume', by: 'bob', now })).toEqual([]);
    expect(tradingDesk.decide(after(halted), { type: 'halt', by: 'bob', reason: null, now })).toEqual([]);
  });
  it('says who and since when', () => {
    expect(after(halted)).toEqual({ status: 'halted', by: 'ada', since: at, reason: 'storm' });
    expect(after(halted, resumed)).toEqual({ status: 'trading', by: 'bob', since: at });
  });
});
