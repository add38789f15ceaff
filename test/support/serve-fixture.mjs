/** `node test/support/serve-fixture.mjs [port]`: the dashboard over canned data on a running clock, to work on the page. */
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('dashboard-server.ts', import.meta.url).pathname);
const server = await module.startFixtureServer(Number(process.argv[2] ?? 3999));
setInterval(() => server.fixture.pass(2), 250);
console.log(`${server.url}#token=${module.fixtureToken('trader')}`);
