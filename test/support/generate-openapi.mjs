/**
 * `npm run generate:openapi`, after a build: writes contracts/http/backfeed.openapi.yaml from the routes of the built
 * application. With --check it writes nothing and exits 1 where the two differ.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { yamlText } from './yaml-text.mjs';

const CONTRACT = 'contracts/http/backfeed.openapi.yaml';
const DIST = new URL('../../dist/', import.meta.url);
const load = (path) => import(new URL(path, DIST));

async function description() {
  const [{ CONTROLLERS, openDashboard, providersOf }, { startLive, systemClock }, { createHttpServer }] =
    await Promise.all(['app.js', 'live-world.js', 'http-server.js'].map(load));
  const { MemoryEventLog } = await load('platform/eventlog/memory.adapter.js');
  const { EmbeddedTokens } = await load('platform/access/embedded-tokens.adapter.js');
  const { fcrnRules } = await load('market/index.js');
  const { readSettings } = await load('settings.js');
  const folder = mkdtempSync(join(tmpdir(), 'backfeed-openapi-'));
  const tokens = EmbeddedTokens.open(folder);
  const settings = readSettings({});
  const log = new MemoryEventLog(systemClock);
  const { engine } = await startLive(log, systemClock, settings, (error) => {
    throw error;
  });
  const system = {
    engine,
    log,
    clock: systemClock,
    rulesOf: fcrnRules,
    speed: 1,
    simulated: false,
    approval: 'policy',
  };
  const providers = providersOf({ ...system, dashboard: await openDashboard(system) });
  const server = await createHttpServer({ controllers: CONTROLLERS, providers, tokens, host: '127.0.0.1', port: 0 });
  const { token } = await tokens.issueToken({ role: 'auditor', days: 1, now: Date.now() });
  const response = await fetch(`${server.url}/api/v1/openapi.json`, { headers: { authorization: `Bearer ${token}` } });
  const document = await response.json();
  await server.close();
  await engine.stop();
  rmSync(folder, { recursive: true });
  return document;
}

const text = yamlText(await description());
if (!process.argv.includes('--check')) {
  mkdirSync(dirname(CONTRACT), { recursive: true });
  writeFileSync(CONTRACT, text);
} else if (!existsSync(CONTRACT) || readFileSync(CONTRACT, 'utf8') !== text) {
  console.error(`${CONTRACT} does not show the routes of the application; run: npm run generate:openapi`);
  process.exitCode = 1;
}
