import { describe, expect, it } from '@jest/globals';
import type { EpochMs } from '../../kernel/index.js';
import { MessageIdReused, type NewEvent } from './event-log.port.js';
import { firstWritten } from './first-writer.js';
import { MemoryEventLog } from './memory.adapter.js';

const measured = (firmW: number, type = 'Measured'): NewEvent => ({
  type,
  data: { firmW },
  meta: { messageId: 'hour-1', correlationId: 'c', causationId: 'c', actor: 'dispatch' },
  occurredAt: 0 as EpochMs,
});

describe('the first writer', () => {
  const log = (): MemoryEventLog => new MemoryEventLog({ now: () => 0 as EpochMs });

  it('is right, and the second learns what stands', async () => {
    const shared = log();
    expect(await firstWritten(shared, 'a', measured(100))).toEqual({ firmW: 100 });
    expect(await firstWritten(shared, 'a', measured(101))).toEqual({ firmW: 100 });
    expect(await firstWritten(shared, 'a', measured(100))).toEqual({ firmW: 100 });
    expect(shared.lastPosition()).toBe(0);
  });

  it('does not hide that an id was used for another kind of fact', async () => {
    const shared = log();
    await firstWritten(shared, 'a', measured(100));
    await expect(firstWritten(shared, 'a', measured(100, 'Other'))).rejects.toThrow(MessageIdReused);
  });
});
