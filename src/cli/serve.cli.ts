import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { openBus } from '../bus.js';
import { BusLinks } from '../bus-links.js';
import { snapshotPolicy } from '../code-version.adapter.js';
import { CONTROLLERS, measureEngine, openDashboard, providersOf, readinessOf } from '../app.js';
import { openDemo, paceDemo } from '../demo-server.js';
import { DEMO_PAST_DAYS } from '../simulation/index.js';
import type { Engine } from '../engine/index.js';
import { openEventStore } from '../event-store.js';
import { createHttpServer, type HttpServer } from '../http-server.js';
import { InputError, isoInstant, type Clock, type EpochMs } from '../kernel/index.js';
import { openMarket, simulatedMarket } from '../live-market.js';
import { startLive, systemClock } from '../live-world.js';
import { fcrnRules, newestFcrnRules, type FcrnRules } from '../market/index.js';
import { EmbeddedTokens } from '../platform/access/embedded-tokens.adapter.js';
import { tokenVerifier } from '../platform/access/token-verifiers.adapter.js';
import { ROLES } from '../platform/access/index.js';
import type { Log } from '../platform/observability/index.js';
import type { EventLog, SnapshotPolicy } from '../platform/index.js';
import { lineLog } from '../platform/observability/logger.adapter.js';
import { Metrics } from '../platform/observability/metrics.adapter.js';
import { ALL_ROLES, rolesText, whyElsewhere } from '../roles.js';
import { readSettings, settingsHelp, type Settings } from '../settings.js';
import { decimalNumber, wholeNumber, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';
import { startProgress } from './progress.adapter.js';

interface Options {
  readonly demo?: boolean;
  readonly port: number;
  readonly data?: string;
  readonly speed: number;
}

/** What is served, live or simulated. */
interface Running {
  readonly engine: Engine;
  readonly log: EventLog;
  /** Where read models are put aside; absent: a start reads the whole log. */
  readonly snapshots?: Omit<SnapshotPolicy, 'group'>;
  readonly positions: 'events' | 'bytes';
  readonly clock: Clock;
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  readonly speed: number;
  readonly simulated: boolean;
  /** Time begins to pass: once somebody can watch. */
  start(): void;
  stop(): Promise<void>;
  /** Figures of its own, beside the process's. */
  measuredBy?(metrics: Metrics): void;
}

const DEFAULT_SPEED = 60;
const TOKEN_DAYS = 30;

/** `backfeed serve`: API, dashboard, auctions, dispatch and settlement in one process. */
export function serveCommand(io: CliIo): Command {
  return new Command('serve')
    .description('the server: API, live dashboard, auctions, dispatch, settlement')
    .option('--demo', 'with a simulated fleet of 60 bidirectional chargers and a simulated TSO')
    .option('--port <n>', 'port of the server', wholeNumber('--port', { least: 0, most: 65_535 }), 3000)
    .option('--data <dir>', 'folder of the event log and the access key (default: BACKFEED_DATA_DIR)')
    .option(
      '--speed <n>',
      'demo: simulated seconds per second',
      decimalNumber('--speed', { least: 0.1, most: 3600 }),
      DEFAULT_SPEED,
    )
    .addHelpText('after', `\n${settingsHelp()}`)
    .action((options: Options) => serve(options, io));
}

async function serve(options: Options, io: CliIo): Promise<void> {
  const settings = readSettings(io.env);
  const dataDir = options.data ?? settings.dataDir;
  mkdirSync(dataDir, { recursive: true });
  const log = lineLog({ stream: io.stderr });
  for (const warning of settings.warnings) log.warn('setting', { warning });
  if (options.demo && settings.kafka !== null)
    log.warn('setting', { warning: 'KAFKA_BROKERS has no effect on the demo, whose fleet is in the process' });
  if (options.demo && settings.eventStore !== 'embedded')
    throw new InputError('the demo keeps its simulated world in the embedded log: unset BACKFEED_EVENT_STORE');
  const tokens = EmbeddedTokens.open(dataDir);
  const fail = (error: unknown): void => {
    io.stderr.write(`backfeed: stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  };
  const running = options.demo
    ? await demo(dataDir, settings, options, io, fail)
    : await live(dataDir, settings, log, fail);
  const metrics = new Metrics();
  running.measuredBy?.(metrics);
  measureEngine(metrics, running.engine);
  const dashboard = await openDashboard({ ...running, approval: settings.approval });
  const server = await createHttpServer({
    controllers: CONTROLLERS,
    providers: providersOf({ ...running, dashboard }),
    tokens: tokenVerifier(tokens, settings.oidc),
    host: settings.host,
    port: options.port,
    loopbackOnly: options.demo === true,
    elsewhere: (path) => whyElsewhere(settings.roles, path),
    ...(settings.roles.has('api') && { staticDir: fileURLToPath(new URL('../dashboard/web', import.meta.url)) }),
    readiness: readinessOf(running.engine, settings.roles, running.positions),
    metrics,
    log,
  });
  await announce(server, tokens, io, running);
  if (settings.roles.size < ALL_ROLES.size) io.stderr.write(`This process runs ${rolesText(settings.roles)}.\n`);
  running.start();
  stopOnSignals(server, running, fail);
}

async function demo(
  dataDir: string,
  settings: Settings,
  { speed }: Options,
  io: CliIo,
  fail: (error: unknown) => void,
): Promise<Running> {
  const progress = startProgress(io, 'simulating the past');
  let announced = false;
  const { world, log, keepBatteries } = await openDemo(
    eventLogFile(dataDir),
    settings,
    async (done) => {
      if (!announced)
        io.stderr.write(
          `Preparing the demo, this once: ${DEMO_PAST_DAYS} simulated days run through the engine. Its address follows.\n`,
        );
      announced = true;
      progress.update(Math.round(done * 100), 100);
      await new Promise((resolve) => setImmediate(resolve));
    },
    fail,
  );
  progress.stop();
  let pace: ReturnType<typeof paceDemo> | null = null;
  const start = (): void => {
    pace = paceDemo({ world, keepBatteries }, speed, io.now, fail);
  };
  const stop = async (): Promise<void> => {
    await pace?.stop();
    await world.stop();
    await keepBatteries();
    await log.close();
  };
  return {
    engine: world.engine,
    log,
    snapshots: snapshotPolicy(log.snapshots),
    positions: 'events',
    clock: world.clock,
    rulesOf: () => newestFcrnRules(),
    speed,
    simulated: true,
    start,
    stop,
  };
}

async function live(dataDir: string, settings: Settings, news: Log, fail: (error: unknown) => void): Promise<Running> {
  const bus = await openBus(settings.kafka, news);
  const store = await openEventStore(settings.eventStore, eventLogFile(dataDir), systemClock);
  const { log, positions } = store;
  const links = new BusLinks({ bus, log, clock: systemClock, news, onFailure: fail });
  const snapshots = snapshotPolicy(store.snapshots, news);
  // Who does not trade must not take the TSO's messages from those who do.
  const market = settings.roles.has('trading')
    ? await openMarket(settings, { log, clock: systemClock, bus, news })
    : await simulatedMarket(log, systemClock);
  const { engine, tick } = await startLive(
    log,
    systemClock,
    settings,
    fail,
    settings.kafka === null ? undefined : links.setPoints,
    snapshots,
    market,
  );
  let turn: Promise<void> = Promise.resolve();
  let linking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    linking = link(links, engine, settings).catch(fail);
    timer = setInterval(() => {
      turn = turn.then(() => tick(systemClock.now())).catch(fail);
    }, 1000);
  };
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await linking;
    await turn;
    await links.stop();
    await market.close();
    await engine.stop();
    await bus.close();
    await log.close();
  };
  const measuredBy = (metrics: Metrics): void => links.measuredBy(metrics);
  return {
    engine,
    log,
    snapshots,
    positions,
    clock: systemClock,
    rulesOf: fcrnRules,
    speed: 1,
    simulated: false,
    start,
    stop,
    measuredBy,
  };
}

/** Within one process nobody else reads the feeds, so they are not made. */
async function link(links: BusLinks, engine: Engine, { kafka, roles }: Settings): Promise<void> {
  if (roles.has('ingest')) await links.startIntake(engine);
  if (kafka !== null && roles.has('trading')) await links.startFeeds(engine);
}

async function announce(server: HttpServer, tokens: EmbeddedTokens, io: CliIo, running: Running): Promise<void> {
  const now = io.now();
  const issued = await Promise.all(
    ROLES.map((role) =>
      tokens.issueToken({ role, days: TOKEN_DAYS, now, ...(role === 'driver' && { driver: 'driver-H001' }) }),
    ),
  );
  const trader = issued.find(({ role }) => role === 'trader');
  io.stdout.write(`${server.url}/#token=${trader?.token}\n`);
  for (const { role, token } of issued) io.stdout.write(`${role} ${token}\n`);
  const clock = running.simulated
    ? `simulated time ${isoInstant(running.clock.now())}, ${running.speed} times as fast as the wall clock`
    : 'live';
  io.stderr.write(`Backfeed is running: ${clock}. Delivery day ${running.engine.today()}. Stop it with Ctrl+C.\n`);
}

/** First no new requests, then no new work, then the log is closed. */
function stopOnSignals(server: HttpServer, running: Running, fail: (error: unknown) => void): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server
      .close()
      .then(() => running.stop())
      .then(() => process.exit(0), fail);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
