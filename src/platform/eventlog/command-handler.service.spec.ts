import { beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal, type Decider, type EpochMs, type EventBase } from '../../kernel/index.js';
import { CommandHandler, type CommandMeta } from './command-handler.service.js';
import { WrongExpectedRevision } from './event-log.port.js';
import { MemoryEventLog } from './memory.adapter.js';

interface Deposited extends EventBase {
  readonly type: 'Deposited';
  readonly data: { readonly cents: number };
}

/** Each command deposits its amounts; the account holds at most 100. */
const account: Decider<number, readonly number[], Deposited> = {
  initial: 0,
  decide: (balance, amounts) =>
    balance + amounts.reduce((sum, each) => sum + each, 0) > 100
      ? new Refusal('ACCOUNT_FULL', `the account holds ${balance} of 100`)
      : amounts.map((cents) => ({ type: 'Deposited', data: { cents } })),
  evolve: (balance, event) => balance + event.data.cents,
};

const meta = (messageId: string): CommandMeta => ({ messageId, correlationId: 'c', causationId: 'k', actor: 'test' });

describe('CommandHandler', () => {
  let log: MemoryEventLog;
  let handler: CommandHandler;
  const clock = { now: () => 1_000 as EpochMs };
  const balance = async (): Promise<number> => {
    let sum = 0;
    for await (const { data } of log.readStream('account')) sum += (data as Deposited['data']).cents;
    return sum;
  };

  beforeEach(() => {
    log = new MemoryEventLog(clock);
    handler = new CommandHandler(log, clock);
  });

  it('decides on the state that the stream gives, and appends', async () => {
    await handler.handle('account', account, [60], meta('first'));
    const handled = await handler.handle('account', account, [10, 20], meta('second'));
    expect(handled).toEqual({
      events: [
        { type: 'Deposited', data: { cents: 10 } },
        { type: 'Deposited', data: { cents: 20 } },
      ],
      revision: 2,
    });
    expect(await balance()).toBe(90);
  });

  it('hands a refusal back as a value and writes nothing', async () => {
    await handler.handle('account', account, [60], meta('first'));
    const refused = await handler.handle('account', account, [50], meta('second'));
    expect(refused).toEqual(new Refusal('ACCOUNT_FULL', 'the account holds 60 of 100'));
    expect(log.lastPosition()).toBe(0);
  });

  it('appends nothing when there is nothing to do', async () => {
    expect(await handler.handle('account', account, [], meta('first'))).toEqual({ events: [], revision: -1 });
    expect(log.lastPosition()).toBe(-1);
  });

  it('gives the first event the message id of the command, and says when and by whom', async () => {
    await handler.handle('account', account, [1, 2], { ...meta('deposit-1'), occurredAt: 500 as EpochMs });
    await handler.handle('account', account, [3], meta('deposit-2'));
    const recorded = [];
    for await (const { meta: written, occurredAt } of log.readAll()) recorded.push({ ...written, occurredAt });
    expect(recorded[0]).toEqual({ ...meta('deposit-1'), occurredAt: 500 });
    expect(recorded[1]).toMatchObject({ correlationId: 'c', causationId: 'k', actor: 'test', occurredAt: 500 });
    expect(recorded[2]).toEqual({ ...meta('deposit-2'), occurredAt: 1_000 });
    expect(new Set(recorded.map(({ messageId }) => messageId)).size).toBe(3);
  });

  it('answers a repeated command with the events of the first time, even where it would now be refused', async () => {
    await handler.handle('account', account, [40, 20], meta('first'));
    await handler.handle('account', account, [40], meta('second'));
    const again = await handler.handle('account', account, [40, 20], meta('first'));
    expect(again).toMatchObject({ events: [{ data: { cents: 40 } }, { data: { cents: 20 } }], revision: 2 });
    expect(await balance()).toBe(100);
  });

  it('decides again on the new state when another writer was quicker', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => handler.handle('account', account, [15], meta(`deposit-${n}`))),
    );
    expect(outcomes.filter((outcome) => outcome instanceof Refusal)).toHaveLength(2);
    expect(await balance()).toBe(90);
  });

  it('gives up on a stream that is never still, and at once on every other error', async () => {
    let appends = 0;
    log.append = (stream, expected) => {
      appends += 1;
      return Promise.reject(new WrongExpectedRevision(stream, expected, 99));
    };
    await expect(handler.handle('account', account, [1], meta('m'))).rejects.toThrow(WrongExpectedRevision);
    expect(appends).toBe(16);
    log.append = () => Promise.reject(new Error('disk'));
    await expect(handler.handle('account', account, [1], meta('m'))).rejects.toThrow('disk');
  });
});
