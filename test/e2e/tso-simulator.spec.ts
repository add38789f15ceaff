import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tsoSimulatorCommand } from '../../src/cli/tso-simulator.cli.js';
import { deliveryDay, deterministicUuid, epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import { EDX_TYPE, type CarriedMessage } from '../../src/market/index.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { EdxFolder } from '../../src/market/exchange/edx-folder.adapter.js';
import { OfficeHttp } from '../../src/simulation/tso/office-http.adapter.js';
import { OfficeJournal } from '../../src/simulation/tso/office-journal.adapter.js';
import { OfficeProgram } from '../../src/simulation/tso/office-program.adapter.js';
import { readSupplyCurve } from '../../src/simulation/tso/supply-file.adapter.js';
import { gateClosure, OfficeWorld } from '../support/office-world.js';
import { runCommand } from '../support/run-command.js';

const DAY = deliveryDay('2026-03-29');
const uuid = (name: string): string => deterministicUuid('simulator', name);
/** The desk's clock runs two hours in a second. */
const SPEED = 7_200;

let folder: string;
const running: OfficeProgram[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-simulator-'));
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
  await rm(folder, { recursive: true });
});

/** The program as the command makes it, its clock begun an hour before the gate. */
async function start(carriers: readonly (EdxFolder | OfficeHttp)[], journal: OfficeJournal | null = null) {
  const begun = Date.now();
  const news: string[] = [];
  const program = new OfficeProgram({
    clock: { now: () => epochMs(gateClosure(DAY) - MS_PER_HOUR + (Date.now() - begun) * SPEED) },
    codec: xmlCodec,
    carriers,
    journal,
    marketOf: () => ({ kind: 'marginal-price', priceEurPerMwH: '20' }),
    onTaken: ({ type }, entry) => void news.push(`${entry === null ? 'lost' : 'taken'} ${type}`),
    onSent: ({ type }) => void news.push(`sent ${type}`),
  });
  running.push(program);
  program.start();
  return { program, news };
}

const bids = (name: string): CarriedMessage => {
  const world = new OfficeWorld(DAY);
  return { id: uuid(name), deliveryDay: DAY, type: EDX_TYPE.bid, text: xmlCodec.print(world.document(uuid(name))) };
};

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await pause(20);
}

describe('the TSO simulator over an EDX folder', () => {
  const openFolder = (side: 'bsp' | 'tso') => EdxFolder.open({ folder, side, pollMs: 20 });

  it('answers bids and sends both results of the spring day', async () => {
    await start([await openFolder('tso')]);
    const client = await openFolder('bsp');
    const received: CarriedMessage[] = [];
    client.listen((message) => Promise.resolve(void received.push(message)));
    await client.send(bids('d'));
    await until(() => received.length === 3);
    await client.close();
    expect(received.map(({ type }) => type)).toEqual([EDX_TYPE.bidAnswer, EDX_TYPE.perBid, EDX_TYPE.aggregate]);
    const result = xmlCodec.read(received[1]?.text ?? '').document;
    expect(result?.kind === 'ReserveAllocationResult_MarketDocument' && result.awards).toHaveLength(23);
  });

  it('goes on after a restart and says nothing twice', async () => {
    const journal = join(folder, 'tso-journal.ndjson');
    const first = await start([await openFolder('tso')], OfficeJournal.open(journal));
    const client = await openFolder('bsp');
    await client.send(bids('d'));
    await until(() => first.news.includes(`sent ${EDX_TYPE.bidAnswer}`));
    await first.program.stop();
    running.pop();
    await start([await openFolder('tso')], OfficeJournal.open(journal));
    await until(
      async () => (await readdir(join(folder, 'inbox'))).filter((name) => name.endsWith('.xml')).length === 3,
    );
    await client.close();
    await until(async () => (await readdir(join(folder, 'tso-sent'))).length === 3);
    expect((await readdir(join(folder, 'inbox'))).length).toBe(3);
    expect((await readFile(journal, 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('reads a journal whose last line was cut short, and no other file', async () => {
    const path = join(folder, 'journal');
    await writeFile(path, `${JSON.stringify({ at: 1, message: bids('a') })}\n{"at":2,"mess`);
    const journal = OfficeJournal.open(path);
    expect(journal.arrivals).toHaveLength(1);
    journal.close();
    await writeFile(path, 'a photo\n');
    expect(() => OfficeJournal.open(path)).toThrow(/can't be used as the simulator's journal/);
  });
});

describe('the TSO simulator over HTTP', () => {
  it('takes documents and lists what it sent, from any number on', async () => {
    const web = await OfficeHttp.start({ port: 0, status: () => ({ now: 'x' }) });
    await start([web]);
    const { text } = bids('d');
    const posted = await fetch(`${web.url}/messages`, {
      method: 'POST',
      headers: { 'message-type': EDX_TYPE.bid, 'content-type': 'application/xml' },
      body: text,
    });
    expect([posted.status, await posted.json()]).toEqual([202, { id: uuid('d') }]);
    const list = async (after: number) =>
      (await (await fetch(`${web.url}/messages?after=${after}`)).json()) as { number: number; messageType: string }[];
    await until(async () => (await list(0)).length === 3);
    expect((await list(1)).map(({ number, messageType }) => [number, messageType])).toEqual([
      [2, EDX_TYPE.perBid],
      [3, EDX_TYPE.aggregate],
    ]);
    expect(await (await fetch(`${web.url}/status`)).json()).toEqual({ now: 'x' });
  });

  it.each([
    [{}, '<A/>', /message-type must name/],
    [{ 'message-type': EDX_TYPE.bid }, '', /body must be the XML document/],
    [{ 'message-type': EDX_TYPE.bid }, '<A/>', /message-id must name the message/],
  ])('refuses %j with "%s"', async (headers, body, message) => {
    const web = await OfficeHttp.start({ port: 0, status: () => ({}) });
    await start([web]);
    const answer = await fetch(`${web.url}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', ...headers },
      body,
    });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(message)]);
  });
});

describe('a supply curve', () => {
  it('holds for all hours but those that have their own', async () => {
    const file = join(folder, 'curve.json');
    const own = { demandMw: 1, competing: [] };
    await writeFile(
      file,
      JSON.stringify({
        demandMw: 80,
        competing: [{ quantityMw: 60, priceEurPerMwH: '4.50' }],
        hours: { '2026-01-13T00:00:00Z': own },
      }),
    );
    const marketOf = await readSupplyCurve(file);
    expect(marketOf(epochMs(0))).toEqual({
      kind: 'supply-curve',
      demandW: 80_000_000,
      competing: [{ quantityW: 60_000_000, priceEurPerMwH: '4.50' }],
    });
    expect(marketOf(epochMs(Date.parse('2026-01-13T00:00:00Z')))).toMatchObject({ demandW: 1_000_000 });
  });

  it.each([
    ['{', /can't be read as JSON/],
    ['{"demandMw":1}', /competing must be a list/],
    ['{"demandMw":"much","competing":[]}', /demandMw must be a number of MW/],
    ['{"demandMw":1,"competing":[{"quantityMw":1,"priceEurPerMwH":-3}]}', /competing\[0\]\.priceEurPerMwH/],
  ])('is refused: %s', async (text, message) => {
    const file = join(folder, 'curve.json');
    await writeFile(file, text);
    await expect(readSupplyCurve(file)).rejects.toThrow(message);
  });
});

describe('backfeed tso-simulator', () => {
  const simulator = (...args: readonly string[]) => runCommand('tso-simulator', tsoSimulatorCommand, args);

  it.each([
    [[], /name --port, --folder or both/],
    [['--port', '0', '--faults', 'rain'], /--faults rain: must be one of lost-documents/],
    [['--port', '0', '--prices', 'a', '--supply-curve', 'b'], /exclude each other/],
    [['--port', 'x'], /--port x: must be a whole number/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await simulator(...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
