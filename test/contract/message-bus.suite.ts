import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/kernel/index.js';
import { LogOverloaded } from '../../src/platform/index.js';
import type { BusMessage, DeliveredMessage, MessageBus } from '../../src/platform/messaging/index.js';
import { until } from '../support/until.js';

export interface BusUnderTest {
  readonly bus: MessageBus;
  /** A topic, made where topics have to be made, that no other test uses; its dead letter topic too. */
  topic(): Promise<string>;
  close(): Promise<void>;
}

interface Reading {
  readonly seen: readonly DeliveredMessage[];
  readonly failures: readonly unknown[];
  waiting(): number;
  close(): Promise<void>;
}

const message = (id: string, key = 'C1', value: object = { id }): BusMessage => ({
  id,
  key,
  value: JSON.stringify(value),
});

const idOf = ({ headers }: DeliveredMessage): string => headers['message-id'] ?? '';

/** Readers may be handed a message twice; what counts is what they saw first. */
const firsts = (seen: readonly DeliveredMessage[]): string[] => [...new Set(seen.map(idOf))];

/** The promises of `MessageBus`, for every adapter. */
export function describeMessageBus(open: () => Promise<BusUnderTest>): void {
  let under: BusUnderTest;
  let bus: MessageBus;
  let topic: string;
  beforeEach(async () => {
    under = await open();
    bus = under.bus;
    topic = await under.topic();
  });
  afterEach(() => under.close());

  /** A group's reader that notes what it is handed; `handle` may reject or throw for it. */
  async function read(
    group: string,
    handle: (batch: readonly DeliveredMessage[]) => Promise<readonly Refusal[]> = () => Promise.resolve([]),
    of = topic,
  ): Promise<Reading> {
    const seen: DeliveredMessage[] = [];
    const failures: unknown[] = [];
    const consumption = await bus.consume({
      topic: of,
      group,
      async handle(batch) {
        const reasons = await handle(batch);
        seen.push(...batch);
        return reasons.map((reason, index) => ({ delivery: batch[index] as DeliveredMessage, reason }));
      },
      onFailure: (error) => failures.push(error),
    });
    return { seen, failures, waiting: () => consumption.waiting, close: () => consumption.close() };
  }

  describe('publish and consume', () => {
    it('bring key, value and headers over, with the message id and the content type', async () => {
      const reader = await read('g');
      await bus.publish(topic, [{ ...message('m-ä', 'key-ö', { text: 'Ünïcode' }), headers: { type: 'soc' } }]);
      await until(() => reader.seen.length > 0);
      expect(reader.seen[0]).toMatchObject({
        topic,
        key: 'key-ö',
        value: '{"text":"Ünïcode"}',
        headers: { type: 'soc', 'message-id': 'm-ä', 'content-type': 'application/json' },
      });
    });

    it('keep the order of each key', async () => {
      const reader = await read('g');
      for (let batch = 0; batch < 20; batch += 1)
        await bus.publish(
          topic,
          Array.from({ length: 50 }, (_, index) => message(`${index % 10}:${batch * 50 + index}`, `C${index % 10}`)),
        );
      await until(() => firsts(reader.seen).length === 1000);
      for (let key = 0; key < 10; key += 1) {
        const numbers = firsts(reader.seen)
          .filter((id) => id.startsWith(`${key}:`))
          .map((id) => Number(id.split(':')[1]));
        expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index * 10 + key));
      }
    });

    it('give every group all messages', async () => {
      const [one, other] = [await read('one'), await read('other')];
      await bus.publish(topic, [message('a'), message('b')]);
      await until(() => firsts(one.seen).length === 2 && firsts(other.seen).length === 2);
      expect(firsts(one.seen)).toEqual(firsts(other.seen));
    });

    it('let one group read several topics', async () => {
      const [reader, other] = [await read('g'), await read('g', undefined, `${topic}.dlq`)];
      await bus.publish(topic, [message('a')]);
      await bus.publish(`${topic}.dlq`, [message('b')]);
      await until(() => reader.seen.length > 0 && other.seen.length > 0);
      expect([firsts(reader.seen), firsts(other.seen)]).toEqual([['a'], ['b']]);
    });

    it('take an empty list', async () => {
      await expect(bus.publish(topic, [])).resolves.toBeUndefined();
    });

    it('carry more at once than one request of a broker holds', async () => {
      const reader = await read('g');
      const large = Array.from({ length: 40 }, (_, index) => message(`l${index}`, 'C1', { text: 'x'.repeat(100_000) }));
      await bus.publish(topic, large);
      await until(() => firsts(reader.seen).length === 40);
      expect(firsts(reader.seen)).toEqual(large.map(({ id }) => id));
    });
  });

  describe('acknowledgement', () => {
    it('lets a group go on where it stopped', async () => {
      const first = await read('g');
      await bus.publish(topic, [message('a'), message('b')]);
      await until(() => firsts(first.seen).length === 2);
      await first.close();
      await bus.publish(topic, [message('c')]);
      const second = await read('g');
      await until(() => second.seen.length > 0);
      expect(firsts(second.seen)).toEqual(['c']);
      expect(firsts(first.seen)).toEqual(['a', 'b']);
    });

    it('says how much waits behind what was handled', async () => {
      let letGo = (): void => undefined;
      const hold = new Promise<void>((resolve) => (letGo = resolve));
      const reader = await read('g', () => hold.then(() => []));
      await bus.publish(topic, [message('a'), message('b'), message('c')]);
      await until(() => reader.waiting() === 3);
      letGo();
      await until(() => reader.waiting() === 0);
    });

    it('offers a batch again while its handler says not now, and skips nothing', async () => {
      let refusals = 3;
      const reader = await read('g', async () => {
        if ((refusals -= 1) >= 0) throw new LogOverloaded(65_536);
        return Promise.resolve([]);
      });
      await bus.publish(topic, [message('a'), message('b')]);
      await bus.publish(topic, [message('c')]);
      await until(() => firsts(reader.seen).length === 3);
      expect(firsts(reader.seen)).toEqual(['a', 'b', 'c']);
      expect(reader.failures).toEqual([]);
    });

    it('is not given by a handler that fails: the reader ends, and the next one gets the batch', async () => {
      const broken = await read('g', () => Promise.reject(new Error('a broken promise of our own')));
      await bus.publish(topic, [message('a')]);
      await until(() => broken.failures.length > 0);
      await broken.close();
      expect(broken.failures).toEqual([new Error('a broken promise of our own')]);
      const next = await read('g');
      await until(() => next.seen.length > 0);
      expect(firsts(next.seen)).toEqual(['a']);
    });
  });

  describe('a message that will not be taken', () => {
    it('goes to the dead letter topic with place and reason; the others of its batch are taken', async () => {
      const letters = await read('letters', undefined, `${topic}.dlq`);
      const reader = await read('g', (batch) =>
        Promise.resolve(
          batch.flatMap((each) => (idOf(each) === 'bad' ? [new Refusal('WRONG_TYPE', 'soc is a word', 'soc')] : [])),
        ),
      );
      await bus.publish(topic, [message('bad', 'C7'), message('good', 'C8')]);
      await until(() => letters.seen.length > 0 && firsts(reader.seen).length === 2);
      expect(letters.seen[0]).toMatchObject({
        key: 'C7',
        value: '{"id":"bad"}',
        headers: {
          'message-id': expect.stringMatching(new RegExp(`^${topic}/\\d+/0$`)),
          'dead-letter-message-id': 'bad',
          'dead-letter-topic': topic,
          'dead-letter-offset': '0',
          'dead-letter-code': 'WRONG_TYPE',
          'dead-letter-field': 'soc',
          'dead-letter-message': 'soc is a word',
        },
      });
    });
  });

  describe('two readers of one group', () => {
    it('share the work, keep the order of each key, and the one that stays takes over', async () => {
      const keys = Array.from({ length: 12 }, (_, index) => `C${index}`);
      const both: DeliveredMessage[] = [];
      const note = (batch: readonly DeliveredMessage[]): Promise<readonly Refusal[]> => {
        both.push(...batch);
        return Promise.resolve([]);
      };
      const publish = (round: number): Promise<void> =>
        bus.publish(
          topic,
          keys.map((key) => message(`${key}:${round}`, key)),
        );
      const first = await read('g', note);
      await publish(0);
      const second = await read('g', note);
      for (let round = 1; round < 20; round += 1) await publish(round);
      await until(() => firsts(both).length === 20 * 12);
      await first.close();
      await publish(20);
      await until(() => firsts(both).length === 21 * 12);
      await second.close();
      for (const key of keys) {
        const rounds = firsts(both).filter((id) => id.startsWith(`${key}:`));
        expect(rounds).toEqual(Array.from({ length: 21 }, (_, round) => `${key}:${round}`));
      }
    });
  });
}
