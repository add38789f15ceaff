import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { explainBidFrom } from '../../src/cli/explain.cli.js';
import { epochMs, InputError, MS_PER_HOUR } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { AuctionWorld, gateOf } from '../support/auction-world.js';

describe('backfeed explain bid', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'explain-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function aTradedDay(): Promise<void> {
    const world = new AuctionWorld();
    const log = await SqliteEventLog.open({ file: eventLogFile(folder), clock: world.clock });
    const service = await world.service({}, log);
    await world.run([service, world.tso], epochMs(gateOf(world.day) + 2 * MS_PER_HOUR));
    await log.close();
  }

  it('tells from the log alone how a bid came to be and what became of it', async () => {
    await aTradedDay();
    const { steps, text } = await explainBidFrom(folder, '2026-01-13-1-0');
    expect(steps.map((step) => step.event)).toEqual([
      'AuctionOpened',
      'AuctionPlanned',
      'AuctionApproved',
      'BidsSubmitted',
      'BidsAcknowledged',
      'AllocationReceived',
      'AllocationReceived',
      'AuctionCleared',
      'CapacityCommitted',
    ]);
    expect(text).toContain('Cleared: 0.5 of 0.5 MW awarded at 30 EUR/MW,h.');
  });

  it('names a bid that is not there, and a folder without a log', async () => {
    await expect(explainBidFrom(join(folder, 'nowhere'), 'x')).rejects.toThrow(InputError);
    await aTradedDay();
    await expect(explainBidFrom(folder, 'x')).rejects.toThrow('bid "x" is not in the log');
  });
});
