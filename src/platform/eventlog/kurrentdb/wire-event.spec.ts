import { describe, expect, it } from '@jest/globals';
import type { EpochMs } from '../../../kernel/index.js';
import { fromWire, positionOf, toWire, wireEventId, wirePosition, type WireRecord } from './wire-event.js';

const event = {
  type: 'SocReported',
  schemaVersion: 1,
  data: { soc: 520 },
  meta: { messageId: 'm1', correlationId: 'c1', causationId: 'm0', actor: 'charger:C1' },
  occurredAt: 1_768_233_600_123 as EpochMs,
};
const recorded = (changes: Partial<WireRecord> = {}): WireRecord => {
  const { type, data, metadata } = toWire('session-S1', event, 99 as EpochMs);
  const position = { commit: 4711n, prepare: 4711n };
  return {
    streamId: 'session-S1',
    revision: 3n,
    type,
    data,
    metadata,
    position,
    ...changes,
  };
};

describe('an event on the wire', () => {
  it('comes back as it was', () => {
    expect(fromWire(recorded(), '')).toEqual({
      ...event,
      position: 4711,
      stream: 'session-S1',
      revision: 3,
      recordedAt: 99,
    });
  });

  it('has the same id whenever and by whomever the same fact is sent, another in another stream or with other content', () => {
    const id = wireEventId('a', event);
    const later = { ...event, occurredAt: 0 as EpochMs, meta: { ...event.meta, actor: 'other' } };
    expect(toWire('a', later, 2 as EpochMs).id).toBe(id);
    expect(wireEventId('b', event)).not.toBe(id);
    expect(wireEventId('a', { ...event, data: { soc: 521 } })).not.toBe(id);
    expect(wireEventId('a', { ...event, type: 'SocEstimated' })).not.toBe(id);
  });

  it('carries text metadata only, and version 1 where none is said', () => {
    const { schemaVersion: _, ...unversioned } = event;
    const { metadata } = toWire('a', unversioned, 1 as EpochMs);
    expect(Object.values(metadata).every((value) => typeof value === 'string')).toBe(true);
    expect(metadata.schemaVersion).toBe('1');
  });

  it('is of this installation by its stream, without the prefix in its name', () => {
    expect(fromWire(recorded({ streamId: 'test-session-S1' }), 'test-')).toMatchObject({ stream: 'session-S1' });
    expect(fromWire(recorded(), 'test-')).toBeNull();
  });

  it.each([undefined, {}, { messageId: 'x' }, new Uint8Array(3)])('is not ours with metadata %p', (metadata) => {
    expect(fromWire(recorded({ metadata }), '')).toBeNull();
  });

  it('has one position, the same on the way back', () => {
    expect(wirePosition(positionOf(recorded()))).toEqual({ commit: 4711n, prepare: 4711n });
  });

  it.each([
    [undefined, 'no position'],
    [{ commit: 9n, prepare: 8n }, 'explicit transaction'],
  ])('is refused at position %p', (position, reason) => {
    expect(() => positionOf(recorded({ position }))).toThrow(reason);
  });
});
