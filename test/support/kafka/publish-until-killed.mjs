/**
 * Appends events to a log and publishes them by an outbox, until it dies by its own SIGKILL at the point that argv names;
 * with the point `none` it appends nothing and ends in order when everything is published.
 * argv: <compiled sources> <log file> <brokers> <topic> <point> <how often the point is passed before>
 */
const [sources, file, brokers, topic, point, passes] = process.argv.slice(2);
const load = (module) => import(`${sources}/${module}`);
const { SqliteEventLog } = await load('platform/eventlog/embedded/sqlite.adapter.js');
const { KafkaBus } = await load('platform/messaging/kafka.adapter.js');
const { Outbox } = await load('platform/messaging/outbox.adapter.js');

const EVENTS_A_ROUND = 40;
const STREAMS = 5;
const ROUNDS_AT_MOST = 400;
const clock = { now: () => Date.now() };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let left = Number(passes);
function passing(here) {
  if (here !== point) return;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
}

const log = await SqliteEventLog.open({ file, clock });
const bus = await KafkaBus.connect({
  ...{ brokers: brokers.split(','), tls: null, sasl: null, topics: [topic], partitions: 3, log: silent },
});

const crashingLog = {
  subscribe: (...args) => log.subscribe(...args),
  readStream: (...args) => log.readStream(...args),
  async append(...args) {
    passing('before-checkpoint');
    const result = await log.append(...args);
    passing('after-checkpoint');
    return result;
  },
};
const crashingBus = {
  async publish(...args) {
    passing('before-send');
    const sending = bus.publish(...args);
    passing('during-send');
    await sending;
    passing('after-send');
  },
};

const feed = {
  topic,
  types: ['Counted'],
  messagesOf: ({ stream, data, meta }) => [{ id: meta.messageId, key: stream, value: JSON.stringify(data) }],
};
const fail = (error) => {
  throw error;
};
const outbox = new Outbox({ log: crashingLog, bus: crashingBus, clock, name: 'test', feeds: [feed], onFailure: fail });
const first = log.lastPosition() + 1;
await outbox.start();

for (let round = 0; point !== 'none' && round < ROUNDS_AT_MOST; round += 1) {
  const events = Array.from({ length: EVENTS_A_ROUND }, (_, index) => counted(first + round * EVENTS_A_ROUND + index));
  await log.append(`stream-${round % STREAMS}`, 'any', events);
  passing('after-append');
  await new Promise((resolve) => setTimeout(resolve, 1));
}
let newest = -1;
for await (const { position } of log.readAll({ backwards: true, types: ['Counted'], limit: 1 })) newest = position;
while (outbox.position < newest) await new Promise((resolve) => setTimeout(resolve, 10));
await outbox.stop();
await bus.close();
await log.close();

function counted(n) {
  const messageId = `counted-${n}`;
  const meta = { messageId, correlationId: messageId, causationId: messageId, actor: 'crash-test' };
  return { type: 'Counted', data: { n }, meta, occurredAt: 0 };
}
