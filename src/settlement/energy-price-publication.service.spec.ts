import { describe, expect, it } from '@jest/globals';
import { collect } from '../../test/support/events.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { epochMs, parseInstant } from '../kernel/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { EnergyPricePublication } from './energy-price-publication.service.js';

function publication() {
  const clock = new ManualClock();
  const log = new MemoryEventLog(clock);
  return { log, prices: new EnergyPricePublication({ log, clock, area: 'FI' }) };
}
const periods = (minutes: number, ...prices: readonly [string, string][]) =>
  prices.map(([text, price]) => {
    const start = parseInstant(text);
    return { start, end: epochMs(start + minutes * 60_000), price };
  });

describe('energy price publication', () => {
  it('puts each delivery day on its own stream: the market’s days, not UTC’s', async () => {
    const { log, prices } = publication();
    const file = periods(60, ['2026-01-12T23:00:00Z', '40'], ['2026-01-12T22:00:00Z', '30']);
    expect(await prices.publish('imbalance', file, 'trader:t')).toEqual(['2026-01-12', '2026-01-13']);
    const [first] = await collect(log.readStream('prices-FI-2026-01-12'));
    expect(first?.data).toEqual({
      area: 'FI',
      kind: 'imbalance',
      minutes: 60,
      prices: [{ start: '2026-01-12T22:00:00.000Z', eurPerMwh: '30' }],
    });
  });

  it('writes the same file once, a correction again, and the correction of the correction too', async () => {
    const { log, prices } = publication();
    const publish = (eurPerMwh: string) =>
      prices.publish('up', periods(60, ['2026-01-12T10:00:00Z', eurPerMwh]), 'trader:t');
    expect([await publish('40'), await publish('40'), await publish('41'), await publish('40')]).toEqual([
      ['2026-01-12'],
      [],
      ['2026-01-12'],
      ['2026-01-12'],
    ]);
    expect(await collect(log.readAll())).toHaveLength(3);
  });

  it('keeps both steps of a day whose file goes from hours to quarters', async () => {
    const { log, prices } = publication();
    const file = [
      ...periods(60, ['2026-01-12T10:00:00Z', '40']),
      ...periods(15, ['2026-01-12T11:00:00Z', '50'], ['2026-01-12T11:15:00Z', '51']),
    ];
    expect(await prices.publish('up', file, 'trader:t')).toEqual(['2026-01-12']);
    expect(await prices.publish('up', file, 'trader:t')).toEqual([]);
    const minutes = (await collect(log.readAll())).map((event) => (event.data as { minutes: number }).minutes);
    expect(minutes).toEqual([60, 15]);
  });

  it('refuses periods that settlement can’t hold', async () => {
    const { prices } = publication();
    const file = periods(5, ['2026-01-12T10:00:00Z', '40']);
    await expect(prices.publish('up', file, 'trader:t')).rejects.toThrow(/multiples of 15/);
  });
});
