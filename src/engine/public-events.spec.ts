import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { epochMs, type Recorded } from '../kernel/index.js';
import { PUBLIC_EVENT_TYPES, publicEvents } from './public-events.js';

const pluggedIn: Recorded = {
  position: 41,
  stream: 'session-S1',
  revision: 0,
  type: 'VehiclePluggedIn',
  schemaVersion: 1,
  data: { sessionId: 'S1', driverId: 'D1' },
  meta: { messageId: 'm1', correlationId: 'm1', causationId: 'm1', actor: 'driver:D1' },
  occurredAt: epochMs(Date.UTC(2026, 0, 12, 15)),
  recordedAt: epochMs(Date.UTC(2026, 0, 12, 15, 0, 1)),
};

const INSIDE = {
  SocReported: 'came in by a topic of its own, and would double the traffic',
  MeterValuesRecorded: 'came in by a topic of its own, and would double the traffic',
  FrequencyRecorded: 'came in by a topic of its own, and would double the traffic',
  ResponseRecorded: 'a minute of seconds for the score; DeliveryScored says what it came to',
  MarketDocumentSent: 'the TSO’s documents travel by topics of their own',
  MarketDocumentReceived: 'the TSO’s documents travel by topics of their own',
  MarketDocumentRefused: 'what came may be anything, and nobody outside can act on it',
  OutboxAdvanced: 'bookkeeping of the feed itself',
};

describe('the public event feed', () => {
  it('carries an event under its own id, in the order of its stream', () => {
    const [message] = publicEvents.messagesOf(pluggedIn);
    expect(message).toMatchObject({
      id: 'm1',
      key: 'session-S1',
      headers: { 'event-type': 'VehiclePluggedIn', 'schema-version': '1' },
    });
    expect(JSON.parse(message?.value ?? '')).toEqual({
      id: 'm1',
      type: 'VehiclePluggedIn',
      schemaVersion: 1,
      stream: 'session-S1',
      revision: 0,
      position: 41,
      occurredAt: '2026-01-12T15:00:00.000Z',
      recordedAt: '2026-01-12T15:00:01.000Z',
      correlationId: 'm1',
      causationId: 'm1',
      data: { sessionId: 'S1', driverId: null },
    });
  });

  it('says nothing of who acted', () => {
    expect(JSON.stringify(publicEvents.messagesOf(pluggedIn))).not.toContain('D1');
  });

  it('decides on each type of event: it is public, or it stays inside for a reason', () => {
    const types = readdirSync('contracts/events')
      .filter((file) => file.endsWith('.v1.json'))
      .map((file) => file.replace('.v1.json', ''));
    expect([...PUBLIC_EVENT_TYPES, ...Object.keys(INSIDE)].sort()).toEqual(types);
  });
});
