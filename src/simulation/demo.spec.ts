import { describe, expect, it } from '@jest/globals';
import { isoInstant } from '../kernel/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { DEMO_BEGINS, demoClock, lastInstant } from './demo.js';

describe('the time of the demo', () => {
  it('goes live 33 minutes before a gate closure of 18:30 in Finland', () => {
    expect(isoInstant(DEMO_BEGINS)).toBe('2026-01-14T15:57:00.000Z');
  });

  it('begins 17 days before the first live day, for the forecast to learn from', () => {
    expect(isoInstant(demoClock().now())).toBe('2025-12-27T23:00:00.000Z');
  });

  it('goes on from where the log ends', () => {
    expect(demoClock(DEMO_BEGINS).now()).toBe(DEMO_BEGINS);
  });

  it('has no last instant in an empty log', async () => {
    expect(await lastInstant(new MemoryEventLog(demoClock()))).toBeNull();
  });
});
