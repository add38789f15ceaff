import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { epochMs } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import type { DeliveredMessage } from '../../src/platform/messaging/index.js';
import { compileSources } from '../support/compiled-sources.js';
import type { TestBroker } from '../support/kafka/broker.mjs';
import { Offsets } from '../support/kafka/offsets.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';
import { until } from '../support/until.js';

const CHILD = join(dirname(fileURLToPath(import.meta.url)), '../support/kafka/publish-until-killed.mjs');
const TOPIC = 'outbox-crash';

/** Where the process dies, and how often it passes there before. A checkpoint comes after 1 000 events. */
const CRASHES = [
  ['after-append', 3],
  ['before-send', 2],
  ['during-send', 2],
  ['after-send', 2],
  ['before-checkpoint', 0],
  ['after-checkpoint', 0],
  ['after-send', 0],
  ['before-checkpoint', 1],
] as const;

async function run(args: readonly string[]): Promise<string | null> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
}

/** Per stream, the message ids of the log, and those on the topic at their first sight. */
async function compare(file: string, broker: TestBroker) {
  const log = await SqliteEventLog.open({ file, clock: { now: () => epochMs(0) }, readOnly: true });
  const written = new Map<string, string[]>();
  let events = 0;
  for await (const { stream, type, meta } of log.readAll()) {
    if (type !== 'Counted') continue;
    written.set(stream, [...(written.get(stream) ?? []), meta.messageId]);
    events += 1;
  }
  await log.close();
  const published = new Map<string, Set<string>>();
  const values = new Map<string, Set<string | null>>();
  const [bus, offsets] = await Promise.all([connectTo(broker, [TOPIC]), Offsets.of(broker)]);
  let seen = 0;
  const note = ({ key, value, headers }: DeliveredMessage): void => {
    const id = headers['message-id'] ?? '';
    published.set(key ?? '', (published.get(key ?? '') ?? new Set()).add(id));
    values.set(id, (values.get(id) ?? new Set()).add(value));
    seen += 1;
  };
  const handle = (batch: readonly DeliveredMessage[]): Promise<[]> => {
    batch.forEach(note);
    return Promise.resolve([]);
  };
  await bus.consume({ topic: TOPIC, group: 'reader', handle, onFailure: (error) => expect(error).toBeNull() });
  await until(async () => (await offsets.lag(TOPIC, 'reader')) === 0 && seen >= events, 60_000);
  await Promise.all([bus.close(), offsets.close()]);
  return { written, published, values, events, again: seen - events };
}

describeWithBroker('an outbox that is killed', (broker) => {
  it('between append, send and checkpoint loses nothing, and repeats only under the same id', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backfeed-outbox-'));
    const sources = await compileSources([
      'kernel',
      'platform/eventlog',
      'platform/messaging',
      'platform/observability',
    ]);
    const file = join(folder, 'events.db');
    const common = [sources.folder, file, broker().brokers.join(','), TOPIC];
    await (await connectTo(broker(), [TOPIC], { partitions: 3 })).close();
    try {
      for (const [point, passes] of CRASHES)
        expect([point, await run([...common, point, String(passes)])]).toEqual([point, 'SIGKILL']);
      expect(await run([...common, 'none', '0'])).toBeNull();
      const { written, published, values, events, again } = await compare(file, broker());
      console.info(`${CRASHES.length} crashes, ${events} events, ${again} messages came again`);
      expect(events).toBeGreaterThan(1_000);
      expect(again).toBeGreaterThan(0);
      for (const [stream, ids] of written) expect([stream, [...(published.get(stream) ?? [])]]).toEqual([stream, ids]);
      expect([...values.values()].filter((texts) => texts.size !== 1)).toEqual([]);
    } finally {
      await sources.remove();
      await rm(folder, { recursive: true });
    }
  });
});
