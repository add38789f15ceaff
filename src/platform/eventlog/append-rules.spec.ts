import { describe, expect, it } from '@jest/globals';
import type { EpochMs } from '../../kernel/index.js';
import { answerIfRepeated, checkRevision, checkStorable, type HeldEvent } from './append-rules.js';
import { MessageIdReused, WrongExpectedRevision, type NewEvent } from './event-log.port.js';

const event = (messageId: string, data: object = {}): NewEvent => ({
  type: 'SocReported',
  data,
  meta: { messageId, correlationId: 'c', causationId: 'c', actor: 'charger:1' },
  occurredAt: 0 as EpochMs,
});

describe('checkRevision', () => {
  it.each([
    ['any', -1],
    ['any', 7],
    ['no-stream', -1],
    [-1, -1],
    [3, 3],
  ] as const)('lets %s pass at revision %d', (expected, actual) => {
    expect(() => checkRevision('s', expected, actual)).not.toThrow();
  });

  it.each([
    ['no-stream', 0],
    [-1, 0],
    [2, 3],
    [4, 3],
    [0, -1],
  ] as const)('refuses %s at revision %d', (expected, actual) => {
    expect(() => checkRevision('s', expected, actual)).toThrow(WrongExpectedRevision);
  });
});

describe('answerIfRepeated', () => {
  const held: Record<string, HeldEvent> = {
    one: { position: 10, revision: 0, type: 'SocReported', data: { soc: 1 } },
    two: { position: 12, revision: 1, type: 'SocReported', data: { soc: 2 } },
  };
  const answer = (...events: NewEvent[]): unknown => answerIfRepeated('s', events, (id) => held[id]);

  it('is null for messages that are all new', () => {
    expect(answer(event('three'), event('four'))).toBeNull();
  });

  it('gives the place of the newest event, in whatever order the messages come', () => {
    const first = { revision: 1, position: 12, repeated: true };
    expect(answer(event('one', { soc: 1 }), event('two', { soc: 2 }))).toEqual(first);
    expect(answer(event('two', { soc: 2 }), event('one', { soc: 1 }))).toEqual(first);
  });

  it.each([
    ['other content', [event('one', { soc: 9 })], 'one'],
    ['another type', [{ ...event('one', { soc: 1 }), type: 'PlugIn' }], 'one'],
    ['a part that is new', [event('three'), event('two', { soc: 2 })], 'two'],
    ['one id twice', [event('three'), event('three')], 'three'],
  ])('refuses %s and names the message', (_, events, messageId) => {
    expect(() => answer(...events)).toThrow(new MessageIdReused('s', messageId));
  });
});

describe('checkStorable', () => {
  it('takes any printable name', () => {
    expect(() => checkStorable('session-ä€ 🚗', [event('m')])).not.toThrow();
  });

  it.each([
    ['lone surrogate', 'a\ud800'],
    ['line break', 'a\nb'],
    ['nothing', ''],
  ])('refuses a message id with %s', (_, messageId) => {
    expect(() => checkStorable('s', [event(messageId)])).toThrow(/^messageId /);
  });

  it('refuses a missing actor and a fractional version', () => {
    const { meta, ...rest } = event('m');
    expect(() => checkStorable('s', [{ ...rest, meta: { ...meta, actor: undefined as unknown as string } }])).toThrow(
      /^actor /,
    );
    expect(() => checkStorable('s', [{ ...rest, meta, schemaVersion: 1.5 }])).toThrow(/^schemaVersion /);
  });
});
