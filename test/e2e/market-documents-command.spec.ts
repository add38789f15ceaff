import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MarketMailbox, RefusedDocuments } from '../../src/bidding/index.js';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { marketCommand } from '../../src/cli/market.cli.js';
import { deliveryDay, epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import { packedText } from '../../src/market/documents/packed-text.adapter.js';
import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { EXAMPLE_PARTY_EIC, FCR_N, isRefused, type MarketDocument } from '../../src/market/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { AuctionWorld, gateOf } from '../support/auction-world.js';
import { isSchemaName, MarketSchemas } from '../support/market-schemas.js';
import { runCommand } from '../support/run-command.js';
import { sharedFile } from '../support/shared-data.js';

interface Written {
  readonly documents: readonly { readonly file: string; readonly direction: string; readonly kind: string }[];
}

describe('backfeed market documents', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'market-documents-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function trade(day: string): Promise<AuctionWorld> {
    const world = new AuctionWorld(deliveryDay(day), { portfolioLimitW: () => 700_000 });
    const { clock } = world;
    const log = await SqliteEventLog.open({ file: eventLogFile(folder), clock });
    const mailbox = new MarketMailbox({
      log,
      clock,
      product: FCR_N,
      codec: xmlCodec,
      keeper: packedText,
      partyEic: EXAMPLE_PARTY_EIC,
    });
    const service = await world.service({ mailbox }, log);
    await world.run([service, world.tso], epochMs(gateOf(world.day) + 2 * MS_PER_HOUR));
    await log.close();
    return world;
  }

  const documents = (day: string, ...options: string[]) =>
    runCommand('market', marketCommand, [
      'documents',
      '--day',
      day,
      '--data',
      folder,
      '--out',
      join(folder, 'out'),
      ...options,
    ]);

  it.each(['2026-01-13', '2026-03-29', '2026-10-25'])(
    'writes what was said for %s, from the rejected bids to the answered results',
    async (day) => {
      await trade(day);
      const { code, stdout } = await documents(day, '--json');
      const { documents: written } = JSON.parse(stdout) as Written;
      expect(code).toBe(0);
      expect(written.map(({ direction, kind }) => `${direction} ${kind}`)).toEqual([
        'sent ReserveBid_MarketDocument',
        'received Acknowledgement_MarketDocument',
        'sent ReserveBid_MarketDocument',
        'received Acknowledgement_MarketDocument',
        'received ReserveAllocationResult_MarketDocument',
        'sent Acknowledgement_MarketDocument',
        'received ReserveAllocationResultDocument',
        'sent Acknowledgement_MarketDocument',
      ]);
      expect((await readdir(join(folder, 'out'))).sort()).toEqual(written.map(({ file }) => file));
      const xsd = sharedFile('market', 'xsd');
      const schemas = xsd === null ? null : new MarketSchemas(xsd);
      const read: (MarketDocument | null)[] = [];
      for (const { file, kind } of written) {
        const xml = await readFile(join(folder, 'out', file), 'utf8');
        const { document, problems } = xmlCodec.read(xml);
        expect(problems.filter(isRefused)).toEqual([]);
        if (schemas && isSchemaName(kind)) expect(schemas.errorsOf(kind, xml)).toEqual([]);
        read.push(document);
      }
      schemas?.close();
      const [first, no, second, yes, perBid] = read;
      if (first?.kind !== 'ReserveBid_MarketDocument' || no?.kind !== 'Acknowledgement_MarketDocument')
        throw new Error('the first two documents are bids and their answer');
      expect(no.received.mrid).toBe(first.mrid);
      expect(no.rejectedSeries[0]?.reasons[0]?.text).toMatch(/^Portfolio limit 0.7 MW exceeded/);
      expect(new Set(no.rejectedSeries.map(({ mrid }) => mrid))).toEqual(
        new Set(first.bids.map(({ seriesMrid }) => seriesMrid)),
      );
      expect(second).toMatchObject({ kind: first.kind });
      expect(yes).toMatchObject({ reasons: [{ code: 'A01' }] });
      if (perBid?.kind !== 'ReserveAllocationResult_MarketDocument') throw new Error('the fifth is the result per bid');
      expect(perBid.awards).toHaveLength(first.bids.length);
    },
  );

  it('writes files that backfeed market check accepts, each at its own time', async () => {
    await trade('2026-03-29');
    await documents('2026-03-29');
    const files = (await readdir(join(folder, 'out'))).sort().map((file) => join(folder, 'out', file));
    const { code, stderr } = await runCommand('market', marketCommand, ['check', ...files]);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('writes what was refused as well, as it came, and why', async () => {
    const clock = { now: () => gateOf(deliveryDay('2026-01-13')) };
    const log = await SqliteEventLog.open({ file: eventLogFile(folder), clock });
    const refused = new RefusedDocuments({ log, clock, product: FCR_N, keeper: packedText });
    const brought = { type: null, id: null, deliveryDay: '2026-01-13', answerAs: null };
    const reasons = [{ place: '/Photo', rule: 'document-kind', message: 'no document of this market' }];
    const content = Uint8Array.from([0x3c, 0xff, 0x3e]);
    await refused.keep({ ...brought, content, reasons, isOurs: true }, 'tso');
    await refused.keep({ ...brought, content: '<Theirs/>', reasons, isOurs: false }, 'tso');
    await log.close();
    const { code, stdout } = await documents('2026-01-13');
    const [file = ''] = await readdir(join(folder, 'out'));
    expect([code, file]).toEqual([0, expect.stringMatching(/^01-refused-message-[0-9a-f]{12}[.]xml$/)]);
    expect(new Uint8Array(await readFile(join(folder, 'out', file)))).toEqual(content);
    const why = 'refused: /Photo: no document of this market [document-kind]';
    expect(stdout.split('\n')).toEqual([
      expect.stringContaining(`${file}  ${why}`),
      expect.stringContaining(`(refused Theirs)  ${why} (no text kept: not-ours)`),
      expect.stringContaining('2 documents in'),
      '',
    ]);
  });

  it('refuses a day without documents, and a day that is none', async () => {
    await trade('2026-01-13');
    const absent = await documents('2026-01-14');
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('no market documents of 2026-01-14')]);
    expect((await documents('2026-02-30')).code).toBe(2);
  });
});
