import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PATIENCE, type Patience } from '../../src/platform/eventlog/kurrentdb/connection.adapter.js';
import { KurrentEventLog } from '../../src/platform/eventlog/kurrentdb/kurrentdb.adapter.js';
import { LogUnavailable } from '../../src/platform/index.js';
import { collect, messageIds, newEvent, newEvents } from '../support/events.js';
import { addressOf } from '../support/kurrentdb/address.js';
import { KurrentDbPeer, type PeerOptions } from '../support/kurrentdb/kurrentdb-peer.js';
import { PeerCluster } from '../support/kurrentdb/peer-cluster.js';
import { ManualClock } from '../support/manual-clock.js';

jest.setTimeout(30_000);

const clock = new ManualClock();
/** Short, so that a test need not wait for production's patience. */
const SHORT: Patience = { requestMs: 1_500, giveUpMs: 4_000 };
/** For a server that is known to stay away. */
const SHORTEST: Patience = { requestMs: 1_500, giveUpMs: 300 };
const openOn = (url: string, patience = SHORT): Promise<KurrentEventLog> =>
  KurrentEventLog.open({ address: addressOf(url), clock, patience });

describe('KurrentDB event log, when things go wrong', () => {
  let peer: KurrentDbPeer;
  let log: KurrentEventLog;
  const closing: (() => Promise<unknown>)[] = [];

  const start = async (options: PeerOptions = {}, patience = SHORT): Promise<void> => {
    peer = await KurrentDbPeer.start(options);
    log = await openOn(peer.url, patience);
    closing.push(() => log.close());
  };
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await peer.stop();
  });

  describe.each(['new', 'no-multi-stream', 'unary-only'] as const)('on a server that is %s', (generation) => {
    beforeEach(() => start({ generation }));

    it('writes once what was carried out and not answered', async () => {
      await log.append('a', 'no-stream', newEvents('first', 2));
      peer.faults.dropAnswers = 2;
      expect(await log.append('a', 1, newEvents('lost', 2))).toMatchObject({ revision: 3, repeated: false });
      expect(await log.append('a', 'any', newEvents('next', 1))).toMatchObject({ revision: 4, repeated: false });
      expect(await messageIds(log.readAll())).toEqual(['first-0', 'first-1', 'lost-0', 'lost-1', 'next-0']);
    });

    it('loses and doubles nothing of many streams when answers are lost', async () => {
      peer.faults.dropAnswers = 3;
      const streams = Array.from({ length: 40 }, (_, n) => `s-${n}`);
      const results = await Promise.all(streams.map((stream) => log.append(stream, 'any', newEvents(stream, 2))));
      expect(results.every(({ revision }) => revision === 1)).toBe(true);
      expect((await messageIds(log.readAll())).sort()).toEqual(streams.flatMap((s) => [`${s}-0`, `${s}-1`]).sort());
    });

    it('does not wait for ever for an answer', async () => {
      peer.faults.swallowAnswers = 1;
      expect(await log.append('a', 'any', newEvents('silence', 1))).toMatchObject({ revision: 0, repeated: false });
      expect(await messageIds(log.readAll())).toEqual(['silence-0']);
    });

    it('lets a conflict in one stream cost the other streams nothing', async () => {
      await log.append('taken', 'no-stream', newEvents('held', 1));
      const other = await openOn(peer.url);
      closing.push(() => other.close());
      await other.append('taken', 0, newEvents('theirs', 1));
      const settled = await Promise.allSettled([
        log.append('taken', 0, newEvents('ours', 1)),
        log.append('free', 'no-stream', newEvents('free', 1)),
        log.append('taken-too', 'any', newEvents('too', 1)),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
      expect((settled[0] as PromiseRejectedResult).reason).toMatchObject({ expected: 0, actual: 1 });
    });

    it('takes turns with another process on one stream, nobody losing an event', async () => {
      const other = await openOn(peer.url);
      closing.push(() => other.close());
      const write = (by: KurrentEventLog, name: string): Promise<unknown>[] =>
        newEvents(name, 15).map((event) => by.append('shared', 'any', [event]));
      await Promise.all([...write(log, 'one'), ...write(other, 'two')]);
      const ids = await messageIds(log.readStream('shared'));
      expect(ids).toHaveLength(30);
      for (const name of ['one', 'two'])
        expect(ids.filter((id) => id.startsWith(name))).toEqual(newEvents(name, 15).map(({ meta }) => meta.messageId));
    });
  });

  it('knows a repeat that another process wrote meanwhile', async () => {
    await start();
    await log.append('a', 'no-stream', newEvents('seen', 1));
    const other = await openOn(peer.url);
    closing.push(() => other.close());
    await other.append('a', 0, newEvents('same', 2));
    expect(await log.append('a', 0, newEvents('same', 2))).toMatchObject({ revision: 2 });
    await other.append('a', 2, [newEvent('contested', { n: 1 })]);
    await expect(log.append('a', 2, [newEvent('contested', { n: 9 })])).rejects.toThrow('other content');
    expect(await messageIds(log.readAll())).toEqual(['seen-0', 'same-0', 'same-1', 'contested']);
  });

  it('says so when the server stays away, and goes on when it is back', async () => {
    await start({}, SHORTEST);
    await log.append('a', 'no-stream', newEvents('m', 1));
    const { store, port } = peer;
    await peer.stop();
    await expect(log.append('a', 'any', newEvents('n', 1))).rejects.toThrow(LogUnavailable);
    await expect(collect(log.readAll())).rejects.toThrow(`kurrentdb://127.0.0.1:${port} is out of reach`);
    peer = await KurrentDbPeer.start({ store, port });
    expect(await log.append('a', 'any', newEvents('n', 1))).toMatchObject({ revision: 1 });
    expect(await messageIds(log.readAll())).toEqual(['m-0', 'n-0']);
  });

  it('refuses to start on a server that is not there, in time and by name', async () => {
    await start();
    const { url, port } = peer;
    await peer.stop();
    const refused = await openOn(url, SHORTEST).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LogUnavailable);
    expect((refused as Error).message).toContain(`kurrentdb://127.0.0.1:${port} is out of reach`);
  });

  it('carries a subscription over a server that goes away and comes back, each event handled once', async () => {
    await start();
    await log.append('a', 'any', newEvents('before', 50));
    const seen: string[] = [];
    const subscription = log.subscribe({ after: -1 }, ({ meta }) => void seen.push(meta.messageId));
    await subscription.caughtUp();
    const { store, port } = peer;
    await peer.stop();
    peer = await KurrentDbPeer.start({ store, port });
    await log.append('b', 'any', newEvents('after', 50));
    await subscription.caughtUp();
    expect(seen).toEqual([...newEvents('before', 50), ...newEvents('after', 50)].map(({ meta }) => meta.messageId));
  });

  it('handles each event once although the connection breaks in the middle, again and again', async () => {
    await start();
    await log.append('a', 'any', newEvents('m', 200));
    const seen: string[] = [];
    peer.faults.breakSubscriptionsAfter = 30;
    const subscription = log.subscribe({ after: -1 }, async ({ meta }) => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(meta.messageId);
      if (seen.length === 60 || seen.length === 120) peer.faults.breakSubscriptionsAfter = 7;
    });
    await subscription.caughtUp();
    expect(seen).toEqual(newEvents('m', 200).map(({ meta }) => meta.messageId));
  });

  it('reads 20 000 events, and one by its type', async () => {
    await start({}, PATIENCE);
    for (let batch = 0; batch < 20; batch += 1)
      await log.append(`s-${batch % 3}`, 'any', newEvents(`b${batch}`, 1_000));
    await log.append('s-0', 'any', [newEvent('rare', {}, 'Rare')]);
    const all = await collect(log.readAll());
    expect(all).toHaveLength(20_001);
    expect(await messageIds(log.readAll({ types: ['Rare'] }))).toEqual(['rare']);
    const seen: number[] = [];
    const rare = log.subscribe({ after: -1, types: ['Rare'] }, ({ position }) => void seen.push(position));
    await rare.caughtUp();
    expect(seen).toEqual([all.at(-1)?.position]);
  });

  describe('with TLS and credentials', () => {
    const credentials = { username: 'backfeed', password: 'p%40ss' };

    it('reads, writes and subscribes as the user of the connection string', async () => {
      await start({ tls: true, credentials: { ...credentials, password: 'p@ss' } });
      await log.append('a', 'no-stream', newEvents('m', 2));
      const seen: string[] = [];
      const subscription = log.subscribe({ after: -1 }, ({ meta }) => void seen.push(meta.messageId));
      await subscription.caughtUp();
      expect(seen).toEqual(['m-0', 'm-1']);
      expect(await messageIds(log.readStream('a'))).toEqual(seen);
    });

    it.each([
      ['a wrong password', (url: string) => url.replace('p%40ss', 'wrong')],
      ['a certificate it cannot trust', (url: string) => url.replace(/&tlsCAFile=[^&]+/, '')],
    ])(
      'does not start with %s, and never says the password',
      async (_, change) => {
        await start({ tls: true, credentials: { ...credentials, password: 'p@ss' } });
        const refused = await openOn(change(peer.url), SHORTEST).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(Error);
        expect((refused as Error).message).not.toMatch(/p@ss|p%40ss|wrong/);
      },
      20_000,
    );
  });
});

describe('KurrentDB event log on a cluster', () => {
  let cluster: PeerCluster;
  let log: KurrentEventLog;

  beforeEach(async () => {
    cluster = await PeerCluster.start();
    log = await openOn(cluster.url, { requestMs: 3_000, giveUpMs: 15_000 });
  });
  afterEach(async () => {
    await log.close();
    await cluster.stop();
  });

  it('follows the leader, and its subscription goes on', async () => {
    const seen: string[] = [];
    const subscription = log.subscribe({ after: -1 }, ({ meta }) => void seen.push(meta.messageId));
    const expected: string[] = [];
    for (let term = 0; term < 4; term += 1) {
      await log.append('a', 'any', newEvents(`term-${term}`, 3));
      expected.push(...newEvents(`term-${term}`, 3).map(({ meta }) => meta.messageId));
      cluster.elect();
    }
    await subscription.caughtUp();
    expect(seen).toEqual(expected);
    expect(await messageIds(log.readStream('a'))).toEqual(expected);
  });

  it('survives the death of the leader under load without a lost or a doubled event', async () => {
    const appends = Array.from({ length: 60 }, async (_, n) => {
      await new Promise((resolve) => setTimeout(resolve, n * 5));
      await log.append(`s-${n % 7}`, 'any', [newEvent(`m-${n}`)]);
    });
    await new Promise((resolve) => setTimeout(resolve, 120));
    await cluster.killLeader();
    await Promise.all(appends);
    const ids = await messageIds(log.readAll());
    expect(new Set(ids).size).toBe(60);
    expect(ids).toHaveLength(60);
  });
});
