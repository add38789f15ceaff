import { describe, expect, it } from '@jest/globals';
import { newEvent } from '../../test/support/events.js';
import { pluggedIn, PLUG_IN } from '../../test/support/fleet.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { epochMs, MS_PER_MINUTE } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { ledgerAsOf } from './as-of.js';

describe('the ledger as of an instant', () => {
  it('knows what had been recorded by then, not what had happened by then', async () => {
    const clock = new ManualClock(PLUG_IN);
    const log = new MemoryEventLog(clock);
    const cameAt = (sessionId: string) => {
      const { type, data } = pluggedIn({ sessionId, chargerId: sessionId });
      return log.append(`session-${sessionId}`, 'no-stream', [newEvent(sessionId, data, type)]);
    };
    await cameAt('S1');
    clock.advance(5 * MS_PER_MINUTE);
    await cameAt('S2');

    const sessionsAsOf = async (minutes: number): Promise<number | undefined> => {
      const at = epochMs(PLUG_IN + minutes * MS_PER_MINUTE);
      return (await ledgerAsOf(log, at, { rulesOf: newestFcrnRules })).rows({ now: at })[0]?.sessions;
    };
    expect(await sessionsAsOf(-1)).toBe(0);
    expect(await sessionsAsOf(4)).toBe(1);
    expect(await sessionsAsOf(5)).toBe(2);
  });
});
