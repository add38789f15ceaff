import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { KurrentConnection } from '../../src/platform/eventlog/kurrentdb/connection.adapter.js';
import { KurrentEventLog } from '../../src/platform/eventlog/kurrentdb/kurrentdb.adapter.js';
import { addressOf } from '../support/kurrentdb/address.js';
import { KurrentDbPeer } from '../support/kurrentdb/kurrentdb-peer.js';
import { eventLogSuite } from './event-log.suite.js';

// Each page is a way to a server and back: a busy machine needs longer than for a log within the process.
jest.setTimeout(30_000);

// Every test writes to streams of its own: a real node or cluster may be in use.
const freshPrefix = (): string => `backfeed-test-${randomUUID()}-`;

for (const generation of ['new', 'no-multi-stream'] as const)
  describe(`a server of the generation "${generation}"`, () => {
    let peer: KurrentDbPeer;
    let connection: KurrentConnection;

    beforeAll(async () => {
      peer = await KurrentDbPeer.start({ generation });
      connection = await KurrentConnection.open(addressOf(peer.url));
    });
    afterAll(async () => {
      await connection.close();
      await peer.stop();
    });

    eventLogSuite('KurrentDB (double of the protocol)', async (clock) => {
      const log = await KurrentEventLog.over(connection, clock, freshPrefix());
      return { log, positions: 'with gaps', remove: () => log.close() };
    });
  });

const real = process.env.KURRENTDB_TEST_URL;
if (real === undefined)
  describe('KurrentDB (real server)', () => {
    it.skip('set KURRENTDB_TEST_URL to a connection string to run the suite against a server', () => undefined);
  });
else
  describe('a real server', () => {
    let connection: KurrentConnection;
    beforeAll(async () => {
      connection = await KurrentConnection.open(addressOf(real));
    });
    afterAll(() => connection.close());

    eventLogSuite('KurrentDB (real server)', async (clock) => {
      const log = await KurrentEventLog.over(connection, clock, freshPrefix());
      return { log, positions: 'with gaps', remove: () => log.close() };
    });
  });
