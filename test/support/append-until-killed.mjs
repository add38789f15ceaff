/**
 * Appends batches of 1 to 5 events, many at once, to the log given by argv until it is killed, and puts a read model aside
 * every hundred events. It prints a line for
 * each batch after it was acknowledged: position, revision, stream and message id of the batch's last event, and how many it has.
 * argv: <compiled sources> <log file> <name that makes this run's message ids unique>
 */
import { writeSync } from 'node:fs';
import { Tally, TALLY_SNAPSHOTS } from './tally.mjs';

const [sources, file, run] = process.argv.slice(2);
const { SqliteEventLog } = await import(`${sources}/platform/eventlog/embedded/sqlite.adapter.js`);
const { ProjectionRunner } = await import(`${sources}/platform/eventlog/projection-runner.service.js`);

const STREAMS = 7;
const WRITERS = 24;
const log = await SqliteEventLog.open({ file, clock: { now: () => Date.now() } });
const runner = new ProjectionRunner(log, undefined, { ...TALLY_SNAPSHOTS, store: log.snapshots, everyEvents: 100 });
runner.add('tally', new Tally());
await runner.start();
writeSync(1, 'ready\n');

async function write(writer) {
  for (let round = 0; ; round += 1) {
    const stream = `stream-${(writer + round) % STREAMS}`;
    const size = 1 + ((writer + round) % 5);
    const batch = Array.from({ length: size }, (_, index) =>
      newEvent(`${run}/${writer}/${round}/${index}/${size}`, stream),
    );
    const { position, revision } = await log.append(stream, 'any', batch);
    writeSync(1, `${JSON.stringify({ position, revision, stream, size, messageId: batch.at(-1).meta.messageId })}\n`);
  }
}

function newEvent(messageId, stream) {
  const meta = { messageId, correlationId: run, causationId: messageId, actor: 'crash-test' };
  return { type: 'Appended', data: { stream, padding: 'x'.repeat(200) }, meta, occurredAt: 0 };
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
