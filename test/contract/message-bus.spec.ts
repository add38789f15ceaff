import { describe, expect, it } from '@jest/globals';
import { BusUnavailable } from '../../src/platform/messaging/index.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import { describeMessageBus } from './message-bus.suite.js';

describe('the bus within one process', () => {
  describeMessageBus(() => {
    const bus = new InProcessBus();
    return Promise.resolve({ bus, topic: () => Promise.resolve('t'), close: () => bus.close() });
  });

  it('makes a publisher wait for a reader that is slow', async () => {
    const bus = new InProcessBus({ capacity: 2, batch: 1 });
    let letGo = (): void => undefined;
    const hold = new Promise<void>((resolve) => (letGo = resolve));
    const onFailure = (): void => undefined;
    await bus.consume({ topic: 't', group: 'g', onFailure, handle: () => hold.then(() => []) });
    let published = false;
    const messages = ['a', 'b', 'c'].map((id) => ({ id, key: 'k', value: '{}' }));
    const publishing = bus.publish('t', messages).then(() => (published = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(published).toBe(false);
    letGo();
    await publishing;
    await bus.close();
    await expect(bus.publish('t', messages)).rejects.toThrow(BusUnavailable);
  });

  it('lets a waiting publisher go when it is closed', async () => {
    const bus = new InProcessBus({ capacity: 1 });
    const reader = await bus.consume({ topic: 't', group: 'g', handle: async () => [], onFailure: () => undefined });
    await reader.close();
    const publishing = bus.publish('t', [
      { id: 'a', key: 'k', value: '{}' },
      { id: 'b', key: 'k', value: '{}' },
    ]);
    await bus.close();
    await expect(publishing).resolves.toBeUndefined();
  });
});
