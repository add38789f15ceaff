/**
 * Opens the log given by argv for writing, appends one event, says so, and stays until it is killed.
 * argv: <compiled sources> <log file>
 */
const [sources, file] = process.argv.slice(2);
const { SqliteEventLog } = await import(`${sources}/platform/eventlog/embedded/sqlite.adapter.js`);
const log = await SqliteEventLog.open({ file, clock: { now: () => Date.now() } });
const meta = { messageId: `held by ${process.pid}`, correlationId: 'c', causationId: 'c', actor: 'test' };
await log.append('holder', 'any', [{ type: 'Held', data: {}, meta, occurredAt: 0 }]);
process.stdout.write('held\n');
setInterval(() => undefined, 1_000);
