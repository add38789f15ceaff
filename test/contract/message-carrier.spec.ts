import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusCarrier } from '../../src/market/exchange/bus-carrier.adapter.js';
import { EdxFolder } from '../../src/market/exchange/edx-folder.adapter.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import type { DeliveredMessage } from '../../src/platform/messaging/index.js';
import { aMessage, messageCarrierSuite, type CarrierPair } from './message-carrier.suite.js';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'backfeed-edx-'));
const long = new Date(Date.now() - 3_600_000);

messageCarrierSuite('an EDX folder', async (): Promise<CarrierPair> => {
  const folder = await newFolder();
  const at = (...parts: readonly string[]): string => join(folder, ...parts);
  return {
    durable: true,
    open: (side, onFailure) => EdxFolder.open({ folder, side, pollMs: 10, ...(onFailure && { onFailure }) }),
    litter: async () => {
      await writeFile(at('inbox', 'holiday.xml'), '<Photo></Photo>');
      await utimes(at('inbox', 'holiday.xml'), long, long);
    },
    putAside: async () => {
      const names = (await readdir(at('refused'))).filter((name) => name.endsWith('.reason.txt'));
      return Promise.all(names.map((name) => readFile(at('refused', name), 'utf8')));
    },
    // A folder that is a file takes nothing, whoever asks: root too.
    breakDown: async () => {
      await rm(at('outbox'), { recursive: true });
      await writeFile(at('outbox'), '');
    },
    dispose: () => rm(folder, { recursive: true }),
  };
});

messageCarrierSuite('the message bus', (): Promise<CarrierPair> => {
  const bus = new InProcessBus();
  const letters: DeliveredMessage[] = [];
  const ready = bus.consume({
    topic: 'market.inbound.v1.dlq',
    group: 'test',
    handle: (batch) => Promise.resolve(void letters.push(...batch) as never).then(() => []),
    onFailure: () => {},
  });
  return ready.then(() => ({
    durable: false,
    open: (side, onFailure) =>
      Promise.resolve(new BusCarrier({ bus, side, group: side, ...(onFailure && { onFailure }) })),
    litter: () => bus.publish('market.inbound.v1', [{ id: 'x', key: '', value: '{"document":"<A></A>"}' }]),
    putAside: () => Promise.resolve(letters.map(({ headers }) => headers['dead-letter-message'] ?? '')),
    breakDown: () => bus.close(),
    dispose: () => bus.close(),
  }));
});

describe('an EDX folder', () => {
  let folder: string;
  const opened: EdxFolder[] = [];
  const at = (...parts: readonly string[]): string => join(folder, ...parts);
  const open = async (options: Partial<Parameters<typeof EdxFolder.open>[0]> = {}): Promise<EdxFolder> => {
    const carrier = await EdxFolder.open({ folder, pollMs: 10, ...options });
    opened.push(carrier);
    return carrier;
  };
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => {
    for (const carrier of opened.splice(0)) await carrier.close();
    await rm(folder, { recursive: true });
  });

  it('names a file by message type and document, and never shows half of one', async () => {
    await (await open()).send(aMessage('bid-1'));
    expect(await readdir(at('outbox'))).toEqual(['FI-FCR-BID-CIM_bid-1.xml']);
    expect(await readFile(at('outbox', 'FI-FCR-BID-CIM_bid-1.xml'), 'utf8')).toBe('<Document>bid-1</Document>\n');
  });

  it('does not put into the outbox again what the toolbox has taken', async () => {
    const carrier = await open();
    await carrier.send(aMessage('bid-1'));
    await rm(at('outbox', 'FI-FCR-BID-CIM_bid-1.xml'));
    await carrier.send(aMessage('bid-1'));
    expect(await readdir(at('outbox'))).toEqual([]);
  });

  it('clears away what a crash left half written', async () => {
    await mkdir(at('outbox'), { recursive: true });
    await writeFile(at('outbox', '.unfinished-FI-FCR-BID-CIM_bid-1.xml'), '<Docu');
    await open();
    expect(await readdir(at('outbox'))).toEqual([]);
  });

  it('takes the type from the file beside a message', async () => {
    const carrier = await open();
    await writeFile(at('inbox', 'r1.xml.json'), '{"messageType":"FI-FCR-RESERVERESULTS-ERRP"}');
    await writeFile(at('inbox', 'r1.xml'), '<R></R>');
    const types: string[] = [];
    carrier.listen(({ type }) => Promise.resolve(void types.push(type)));
    await carrier.look();
    expect(types).toEqual(['FI-FCR-RESERVERESULTS-ERRP']);
    expect((await readdir(at('received'))).sort()).toEqual(['r1.xml', 'r1.xml.json']);
  });

  it('waits for a file whose writer has not finished', async () => {
    const carrier = await open({ pollMs: 60_000 });
    const name = at('inbox', 'FI-FCR-BID-CIM-ACK_a.xml');
    await writeFile(name, '<Answer><Rea');
    const texts: string[] = [];
    carrier.listen(({ text }) => Promise.resolve(void texts.push(text)));
    await carrier.look();
    expect(texts).toEqual([]);
    await writeFile(name, '<Answer><Reason/></Answer>');
    await carrier.look();
    expect(texts).toEqual(['<Answer><Reason/></Answer>']);
  });

  it('refuses in time a file that stays without an end', async () => {
    const failures: string[] = [];
    const carrier = await open({ pollMs: 60_000, onFailure: (file, reason) => failures.push(`${file}: ${reason}`) });
    const name = at('inbox', 'FI-FCR-BID-CIM-ACK_a.xml');
    await writeFile(name, '<Answer><Rea');
    await utimes(name, long, long);
    carrier.listen(() => Promise.resolve());
    await carrier.look();
    expect(failures).toEqual(['FI-FCR-BID-CIM-ACK_a.xml: the document has no end']);
    expect((await readdir(at('refused'))).sort()).toEqual([
      'FI-FCR-BID-CIM-ACK_a.xml',
      'FI-FCR-BID-CIM-ACK_a.xml.reason.txt',
    ]);
  });

  it('keeps both of two messages with one name', async () => {
    const carrier = await open({ pollMs: 60_000 });
    carrier.listen(() => Promise.resolve());
    for (let time = 0; time < 2; time++) {
      await writeFile(at('inbox', 'FI-FCR-BID-CIM-ACK_a.xml'), `<A>${time}</A>`);
      await carrier.look();
    }
    expect((await readdir(at('received'))).sort()).toEqual(['FI-FCR-BID-CIM-ACK_a.xml', 'FI-FCR-BID-CIM-ACK_a~2.xml']);
  });

  it('that is a file is refused with its name', async () => {
    await writeFile(at('taken'), '');
    await expect(EdxFolder.open({ folder: at('taken') })).rejects.toThrow(
      `the EDX folder ${at('taken')} can't be used`,
    );
  });
});
