import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../kernel/index.js';
import { BusUnavailable, type BusMessage, type MessageBus } from '../platform/messaging/index.js';
import { until } from '../../test/support/until.js';
import { Frame } from './frame.js';
import { SetPointPublisher } from './set-point.publisher.adapter.js';

const START = Date.UTC(2026, 0, 12, 15);

/** A frame of one second for each list of powers, one power for each of S0, S1, … */
function frameOf(fromSecond: number, ...seconds: readonly (readonly number[])[]): Frame {
  const frame = new Frame();
  const count = seconds[0]?.length ?? 0;
  frame.from = epochMs(START + fromSecond * 1000);
  frame.seconds = seconds.length;
  frame.count = count;
  frame.sessionIds = Array.from({ length: count }, (_, slot) => `S${slot}`);
  seconds.forEach((powers, second) =>
    powers.forEach((power, slot) => (frame.powerW[second * frame.stride + slot] = power)),
  );
  return frame;
}

function world() {
  const published: BusMessage[] = [];
  const outages: Error[] = [];
  let answer = (): Promise<void> => Promise.resolve();
  const bus: MessageBus = {
    async publish(_topic, messages) {
      await answer();
      published.push(...messages);
    },
    consume: () => Promise.reject(new Error('nobody reads here')),
    close: () => Promise.resolve(),
  };
  const publisher = new SetPointPublisher({
    bus,
    chargerOf: (sessionId) => (sessionId === 'S9' ? undefined : sessionId.replace('S', 'C')),
    onOutage: (error) => outages.push(error),
    onFailure: (error) => outages.push(error as Error),
  });
  const powers = (): (readonly [string, number])[] =>
    published.map(({ key, value }) => [key, (JSON.parse(value) as { readonly powerW: number }).powerW]);
  return { published, outages, publisher, powers, answers: (by: () => Promise<void>) => (answer = by) };
}

describe('set-points on the bus', () => {
  it('are those of the frame’s last second, one message a charger', async () => {
    const { publisher, published } = world();
    publisher.follow(frameOf(0, [100, 200], [110, -210]));
    await until(() => published.length === 2);
    expect(published.map(({ id, key, value }) => ({ id, key, value: JSON.parse(value) as unknown }))).toEqual([
      {
        id: 'set-point:S0:2026-01-12T15:00:01.000Z',
        key: 'C0',
        value: {
          messageId: 'set-point:S0:2026-01-12T15:00:01.000Z',
          chargerId: 'C0',
          sessionId: 'S0',
          at: '2026-01-12T15:00:01.000Z',
          powerW: 110,
        },
      },
      expect.objectContaining({ key: 'C1' }),
    ]);
  });

  it('are sent when they change, and again after a minute', async () => {
    const { publisher, powers } = world();
    publisher.follow(frameOf(0, [100, 200]));
    await until(() => powers().length === 2);
    publisher.follow(frameOf(1, [100, 201]));
    await until(() => powers().length === 3);
    publisher.follow(frameOf(60, [100, 201]));
    await until(() => powers().length === 4);
    expect(powers().slice(2)).toEqual([
      ['C1', 201],
      ['C0', 100],
    ]);
  });

  it('limit a car that is no part of the pool, again after a minute, and anew when its limit changes', async () => {
    const { publisher, powers } = world();
    const frameWith = (fromSecond: number, limits: readonly (readonly [string, number])[]): Frame => {
      const frame = frameOf(fromSecond, [100]);
      frame.limitsW = new Map(limits);
      return frame;
    };
    publisher.follow(frameWith(0, [['S7', -7_400]]));
    await until(() => powers().length === 2);
    publisher.follow(frameWith(1, [['S7', -7_400]]));
    publisher.follow(frameWith(2, [['S7', -3_000]]));
    await until(() => powers().length === 3);
    publisher.follow(frameWith(62, [['S7', -3_000]]));
    await until(() => powers().length === 5);
    expect(powers().slice(1)).toEqual([
      ['C7', -7_400],
      ['C7', -3_000],
      ['C0', 100],
      ['C7', -3_000],
    ]);
  });

  it('give way to newer ones while the broker is slow or away', async () => {
    const { publisher, powers, outages, answers } = world();
    answers(() => Promise.reject(new BusUnavailable('no broker answers')));
    publisher.follow(frameOf(0, [100, 200]));
    await until(() => outages.length > 0);
    publisher.follow(frameOf(1, [101, 200]));
    answers(() => Promise.resolve());
    await until(() => powers().length > 0);
    expect(powers()).toEqual(
      expect.arrayContaining([
        ['C0', 101],
        ['C1', 200],
      ]),
    );
    expect(powers()).toHaveLength(2);
    await publisher.stop();
  });

  it('stop when they are told to, and go to no charger that nobody knows', async () => {
    const { publisher, published } = world();
    const frame = frameOf(0, [1]);
    frame.sessionIds = ['S9'];
    publisher.follow(frame);
    await publisher.stop();
    publisher.follow(frameOf(1, [5]));
    await publisher.stop();
    expect(published).toEqual([]);
  });

  it('report what is our own failure', async () => {
    const { publisher, outages, answers } = world();
    answers(() => Promise.reject(new TypeError('ours')));
    publisher.follow(frameOf(0, [1]));
    await until(() => outages.length === 1);
    expect(outages[0]).toBeInstanceOf(TypeError);
  });
});
