import { describe, expect, it } from '@jest/globals';
import { collect } from '../../test/support/events.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { aSessionView } from '../../test/support/session-view.js';
import { epochMs, isoInstant, parseInstant } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { DayAheadPlanService } from './day-ahead-plan.service.js';

function room(at: string) {
  const clock = new ManualClock(parseInstant(at));
  const log = new MemoryEventLog(clock);
  const fleet = { sessions: () => [aSessionView({ departureAt: parseInstant('2026-01-13T05:30:00Z') })].values() };
  const service = () => new DayAheadPlanService({ log, clock, fleet, rulesOf: () => newestFcrnRules() });
  return { clock, log, service };
}

describe('planning the next day', () => {
  it('is due half an hour before its gate closes, once', async () => {
    const { clock, log, service } = room('2026-01-12T09:00:00Z');
    const plans = service();
    expect(isoInstant(plans.nextDueAt())).toBe('2026-01-12T16:00:00.000Z');
    await plans.runDue(clock.now());
    expect(await collect(log.readAll())).toEqual([]);
    clock.at = parseInstant('2026-01-12T16:00:00Z');
    await plans.runDue(clock.now());
    await plans.runDue(clock.now());
    const events = await collect(log.readAll());
    expect(events.map(({ type, stream }) => `${type} ${stream}`)).toEqual([
      'DayAheadPlanned forecast-FCR-N-2026-01-13',
    ]);
    expect(events[0]?.data).toMatchObject({ sessions: 1, plannedAt: '2026-01-12T16:00:00.000Z' });
    expect(isoInstant(plans.nextDueAt())).toBe('2026-01-13T16:00:00.000Z');
  });

  it('is made up for after a restart before the gate, and kept as it was first', async () => {
    const { clock, log, service } = room('2026-01-12T16:00:00Z');
    await service().runDue(clock.now());
    clock.at = epochMs(clock.at + 20 * 60_000);
    const restarted = service();
    expect(restarted.nextDueAt()).toBeLessThanOrEqual(clock.now());
    await restarted.runDue(clock.now());
    const events = await collect(log.readAll());
    expect(events.map(({ data }) => (data as { plannedAt: string }).plannedAt)).toEqual(['2026-01-12T16:00:00.000Z']);
  });

  it('passes over a day whose gate has closed', () => {
    expect(isoInstant(room('2026-01-12T16:30:00Z').service().nextDueAt())).toBe('2026-01-13T16:00:00.000Z');
  });
});
