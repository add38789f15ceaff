import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { LogOverloaded } from '../../src/platform/index.js';
import type { DeliveredMessage } from '../../src/platform/messaging/index.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';
import { until } from '../support/until.js';

const SESSION_MS = 6_000;
const message = (id: string, key: string) => ({ id, key, value: '{}' });
const idsOf = (messages: readonly DeliveredMessage[]): string[] =>
  messages.map(({ headers }) => headers['message-id'] ?? '');

describeWithBroker('a reader that is slow', (broker) => {
  it('stays in its group while it works for longer than a session lasts: its batch goes to nobody else', async () => {
    const bus = await connectTo(broker(), ['slow'], { sessionTimeoutMs: SESSION_MS });
    const handled: string[][] = [[], []];
    let slowOnce = true;
    for (const mine of handled)
      await bus.consume({
        topic: 'slow',
        group: 'g',
        handle: async (batch) => {
          if (slowOnce) {
            slowOnce = false;
            await pause(SESSION_MS * 1.5);
          }
          mine.push(...idsOf(batch));
          return [];
        },
        onFailure: (error) => mine.push(String(error)),
      });
    await bus.publish('slow', [message('m', 'C1')]);
    await until(() => handled.flat().length > 0);
    await bus.publish('slow', [message('n', 'C1')]);
    await until(() => handled.flat().includes('n'));
    expect(handled.flat()).toEqual(['m', 'n']);
    await bus.close();
  });

  it('holds up its own partition only while it says not now, and stays a member', async () => {
    const bus = await connectTo(broker(), ['paused'], { sessionTimeoutMs: SESSION_MS });
    const seen: string[] = [];
    let stuck: number | null = null;
    let open = false;
    let refusals = 0;
    await bus.consume({
      topic: 'paused',
      group: 'g',
      handle: (batch) => {
        const partition = batch[0]?.partition ?? -1;
        stuck ??= partition;
        if (partition === stuck && !open) {
          refusals += 1;
          throw new LogOverloaded(65_536);
        }
        seen.push(...idsOf(batch));
        return Promise.resolve([]);
      },
      onFailure: (error) => seen.push(String(error)),
    });
    await bus.publish('paused', [message('first', 'C0')]);
    await until(() => stuck !== null);
    const others = Array.from({ length: 40 }, (_, index) => message(`other-${index}`, `K${index}`));
    await bus.publish('paused', others);
    await until(() => seen.length >= 20);
    expect(seen).not.toContain('first');
    await pause(SESSION_MS);
    open = true;
    await until(() => new Set(seen).size === 41);
    expect(seen.filter((id) => id === 'first')).toHaveLength(1);
    // Later and later: had it been asked at every fetch, there would be dozens.
    expect(refusals).toBeLessThan(15);
    await bus.close();
  });
});
