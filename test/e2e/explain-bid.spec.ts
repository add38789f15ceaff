import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import type { BidExplanation } from '../../src/bidding/index.js';
import type { CliIo } from '../../src/cli/command.js';
import { explainCommand } from '../../src/cli/explain.cli.js';
import { runCli } from '../../src/cli/runner.adapter.js';
import { epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
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

  async function explain(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const stdout = new PassThrough({ encoding: 'utf8' });
    const stderr = new PassThrough({ encoding: 'utf8' });
    const io: CliIo = { stdout, stderr, env: {}, now: () => 0 };
    const code = await runCli(['explain', 'bid', ...args], io, [
      { name: 'explain', summary: 'why', load: () => Promise.resolve(explainCommand) },
    ]);
    const text = (stream: PassThrough): string => (stream.read() as string | null) ?? '';
    return { code, stdout: text(stdout), stderr: text(stderr) };
  }

  it('tells from the log alone how a bid came to be and what became of it', async () => {
    await aTradedDay();
    const { code, stdout } = await explain('2026-01-13-1-0', '--data', folder);
    expect(code).toBe(0);
    expect(stdout).toContain('Cleared: 0.5 of 0.5 MW awarded at 30 EUR/MW,h.');
    const { steps } = JSON.parse(
      (await explain('2026-01-13-1-0', '--data', folder, '--json')).stdout,
    ) as BidExplanation;
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
  });

  it('names a bid that is not there, and a folder without a log', async () => {
    expect(await explain('x', '--data', join(folder, 'nowhere'))).toMatchObject({ code: 2, stdout: '' });
    await aTradedDay();
    const { code, stderr } = await explain('x', '--data', folder);
    expect(code).toBe(2);
    expect(stderr).toContain('bid "x" is not in the log');
  });
});
