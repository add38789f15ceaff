import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { ledgerCommand } from '../../src/cli/ledger.cli.js';
import { isoInstant, MS_PER_HOUR, MS_PER_MINUTE } from '../../src/kernel/index.js';
import { CapacityLedger, type LedgerRow } from '../../src/ledger/index.js';
import { LEDGER_CONTROLLERS, ledgerProviders } from '../../src/ledger/ledger.module.js';
import { newestFcrnRules } from '../../src/market/index.js';
import type { Role } from '../../src/platform/access/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { newEvent } from '../support/events.js';
import { pluggedIn, PLUG_IN } from '../support/fleet.js';
import { startServer, temporaryFolder, type RunningServer } from '../support/http-server.js';
import { ManualClock } from '../support/manual-clock.js';
import { runCommand } from '../support/run-command.js';
import { capacityCommitted } from '../support/trading-events.js';

const options = { rulesOf: newestFcrnRules };
let folder: string;
let clock: ManualClock;
let log: SqliteEventLog;

/** Two cars come ten minutes apart; the second MTU is sold meanwhile. */
beforeEach(async () => {
  folder = temporaryFolder('ledger');
  clock = new ManualClock(PLUG_IN);
  log = await SqliteEventLog.open({ file: eventLogFile(folder), clock });
  const come = async (id: string): Promise<void> => {
    const { type, data } = pluggedIn({ sessionId: id, chargerId: id, at: isoInstant(clock.now()) });
    await log.append(`session-${id}`, 'no-stream', [newEvent(id, data, type)]);
    clock.advance(5 * MS_PER_MINUTE);
  };
  await come('S1');
  const sold = capacityCommitted([[isoInstant(PLUG_IN + MS_PER_HOUR), 100_000, '20']]);
  await log.append('auction-FCR-N-2026-01-12', 'no-stream', [newEvent('sold', sold.data, sold.type)]);
  clock.advance(5 * MS_PER_MINUTE);
  await come('S2');
});
afterEach(() => log.close());

/** A car of 11 kW each way sells 11 / 1.34 kW alone, two sell twice that. */
const ONE = 8_208;
const TWO = 16_417;
const secondHour = (firmW: number, committedW: number, sessions: number): LedgerRow => ({
  mtu: '2026-01-12T16:00:00.000Z',
  firmW,
  committedW,
  availableW: Math.max(0, firmW - committedW),
  shortW: Math.max(0, committedW - firmW),
  sessions,
});

describe('GET /ledger', () => {
  let server: RunningServer;
  beforeEach(async () => {
    const ledger = new CapacityLedger(options);
    for await (const event of log.readAll({ types: CapacityLedger.types })) ledger.apply(event);
    server = await startServer({
      controllers: LEDGER_CONTROLLERS,
      providers: ledgerProviders({ ledger, log, clock, options }),
    });
  });
  afterEach(() => server.close());

  const get = async (query: string, role: Role | null = 'auditor') => {
    const response = await server.request(role, `/api/v1/ledger${query}`);
    return { status: response.status, body: (await response.json()) as LedgerRow[] };
  };

  it('shows the coming 36 hours as they are known now', async () => {
    const { status, body } = await get('');
    expect(status).toBe(200);
    expect(body).toHaveLength(37);
    expect(body[1]).toEqual(secondHour(TWO, 100_000, 2));
  });

  it('shows a range, and what was known at an instant', async () => {
    const range = 'from=2026-01-12T16:00:00Z&to=2026-01-12T17:00:00Z';
    expect((await get(`?${range}`)).body).toEqual([secondHour(TWO, 100_000, 2)]);
    expect((await get(`?${range}&at=2026-01-12T15:04:00Z`)).body).toEqual([secondHour(ONE, 0, 1)]);
    expect((await get(`?${range}&at=2026-01-12T15:05:00Z`)).body).toEqual([secondHour(ONE, 100_000, 1)]);
    expect((await get(`?${range}&site=Depot`)).body).toEqual([secondHour(0, 0, 0)]);
  });

  it.each(['from=yesterday', 'at=2026-01-12T15:00:00', 'to=2026-02-30', 'from=2026-01-13&to=2026-01-12', 'zone=FI'])(
    'refuses ?%s',
    async (query) => expect(await get(`?${query}`)).toMatchObject({ status: 400 }),
  );

  it('is for those who trade, settle, operate or audit', async () => {
    expect((await get('', 'trader')).status).toBe(200);
    expect((await get('', 'driver')).status).toBe(403);
    expect((await get('', null)).status).toBe(401);
  });
});

describe('backfeed ledger', () => {
  const ledger = (...args: readonly string[]) => runCommand('ledger', ledgerCommand, ['--data', folder, ...args]);

  it('reads the log beside its writer, as of its last entry or of an earlier instant', async () => {
    const range = ['--from', '2026-01-12T16:00:00Z', '--to', '2026-01-12T17:00:00Z', '--json'];
    expect(JSON.parse((await ledger(...range)).stdout)).toEqual([secondHour(TWO, 100_000, 2)]);
    expect(JSON.parse((await ledger(...range, '--at', '2026-01-12T15:01:00Z')).stdout)).toEqual([
      secondHour(ONE, 0, 1),
    ]);
  });

  it('prints a table for people', async () => {
    const { code, stdout } = await ledger('--from', '2026-01-12T15:00:00Z', '--to', '2026-01-12T17:00:00Z');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'Capacity ledger as known at 2026-01-12T15:10:00.000Z',
        'MTU (UTC)         firm MW  committed MW  available MW  short MW  sessions',
        '2026-01-12 15:00    0.016         0.000         0.016         -         2',
        '2026-01-12 16:00    0.016         0.100         0.000     0.084         2',
        '',
      ].join('\n'),
    );
  });

  it('refuses a bad instant and a folder without a log with exit 2', async () => {
    const bad = await ledger('--at', 'noon');
    expect(bad).toMatchObject({ code: 2, stdout: '' });
    expect(bad.stderr).toContain('at: "noon" is not an instant');
    const nowhere = await runCommand('ledger', ledgerCommand, ['--data', '/nowhere', '--json']);
    expect(nowhere).toMatchObject({ code: 2, stdout: '' });
    expect(nowhere.stderr).toContain('there is no event log');
  });
});
