/**
 * `node test/support/write-log-fixture.mjs [FOLDER OF THE COMPILED PROGRAM]` writes the log that this release leaves
 * behind to test/fixtures/logs/<version>.sqlite.br: a one-day backtest of two cars with its telemetry thinned, and one
 * sample of each event type that such a day does not have. Run once for a release, before its tag; the file never changes
 * again, and test/contract/released-logs.spec.ts reads it for ever.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const root = new URL('../../', import.meta.url).pathname;
const program = resolve(process.argv[2] ?? join(root, 'dist'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { SqliteEventLog } = await import(join(program, 'platform/eventlog/embedded/sqlite.adapter.js'));

/** Of the types that make up nearly all of a log: one in so many. */
const THINNED = { FrequencyRecorded: 300, SocReported: 10, ResponseRecorded: 6 };

const folder = mkdtempSync(join(tmpdir(), 'backfeed-fixture-'));
try {
  runBacktest();
  await copyThinned();
  const bytes = readFileSync(join(folder, 'thinned.sqlite'));
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } });
  const file = join(root, 'test/fixtures/logs', `${version}.sqlite.br`);
  writeFileSync(file, packed);
  console.log(`${file}: ${packed.length} bytes`);
} finally {
  rmSync(folder, { recursive: true });
}

function runBacktest() {
  const midnight = Date.parse('2025-01-13T23:00:00Z');
  const rows = (count, stepMs, value) =>
    Array.from({ length: count }, (_, n) => `${new Date(midnight + n * stepMs).toISOString()},${value(n)}`);
  const file = (name, lines) => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
    return join(folder, name);
  };
  const sessions = file('sessions.csv', [
    'session_id,charger_id,plugged_in_at,unplugged_at,energy_kwh,arrival_soc,target_soc,battery_kwh,max_charge_kw,max_discharge_kw',
    'S1,C1,2025-01-06T06:00:00+01:00,2025-01-15T08:00:00+01:00,10,60,70,800,200,200',
    'S2,C2,2025-01-06T06:10:00+01:00,2025-01-14T18:00:00+01:00,10,50,60,800,200,200',
  ]);
  const prices = file('prices.csv', ['start,price_eur_per_mw_h', ...rows(24, 3_600_000, (n) => `${20 + n}.5`)]);
  const frequency = file('frequency.csv', [
    'time,frequency_hz',
    ...rows(480, 180_000, (n) => (n % 2 === 0 ? 49.98 : 50.02)),
  ]);
  const inputs = ['--sessions', sessions, '--prices', prices, '--frequency', frequency];
  execFileSync(process.execPath, [join(program, 'cli.js'), 'backtest', ...inputs, '--data', folder + '/run', '--json']);
}

async function copyThinned() {
  const clock = { at: 0, now: () => clock.at };
  const from = await SqliteEventLog.open({ file: join(folder, 'run/events.sqlite'), clock, readOnly: true });
  const to = await SqliteEventLog.open({ file: join(folder, 'thinned.sqlite'), clock });
  const counts = new Map();
  const append = ({ stream, type, schemaVersion, data, meta, occurredAt, recordedAt }) => {
    clock.at = recordedAt;
    return to.append(stream, 'any', [{ type, schemaVersion, data, meta, occurredAt }]);
  };
  for await (const event of from.readAll()) {
    const count = counts.get(event.type) ?? 0;
    counts.set(event.type, count + 1);
    if (count % (THINNED[event.type] ?? 1) === 0) await append(event);
  }
  for (const sample of samples()) if (!counts.has(sample.type)) await append(sample);
  await Promise.all([from.close(), to.close()]);
}

function samples() {
  const directory = join(root, 'contracts/events/samples');
  return readdirSync(directory)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')));
}
