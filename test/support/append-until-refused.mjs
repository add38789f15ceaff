/**
 * Appends single events to the log given by argv until one is refused, then says how many were acknowledged and why.
 * argv: <compiled sources> <log file>
 */
const [sources, file] = process.argv.slice(2);
const { SqliteEventLog } = await import(`${sources}/platform/eventlog/embedded/sqlite.adapter.js`);

const log = await SqliteEventLog.open({ file, clock: { now: () => 0 } });
let acknowledged = 0;
let refusal = null;
while (refusal === null) {
  const meta = { messageId: `m-${acknowledged}`, correlationId: 'c', causationId: 'c', actor: 'test' };
  const event = { type: 'Appended', data: { padding: 'x'.repeat(2_000) }, meta, occurredAt: 0 };
  try {
    await log.append('s', 'any', [event]);
    acknowledged += 1;
  } catch (error) {
    refusal = error;
  }
}
console.log(JSON.stringify({ acknowledged, name: refusal.name, code: refusal.code, message: refusal.message }));
process.exit();
