import { describe, expect, it } from '@jest/globals';
import { LogOverloaded, LogUnavailable, MessageIdReused } from '../eventlog/event-log.port.js';
import { BusUnavailable } from './message-bus.port.js';
import { isNotNow } from './not-now.js';

describe('isNotNow', () => {
  it('is what passes by itself, and nothing else', () => {
    const passing = [new LogOverloaded(1), new LogUnavailable('gone'), new BusUnavailable('gone')];
    expect(passing.map(isNotNow)).toEqual([true, true, true]);
    expect([new MessageIdReused('s', 'm'), new Error('ours'), undefined].map(isNotNow)).toEqual([false, false, false]);
  });
});
