import { existsSync } from 'node:fs';
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

  it('has a schema for each type, and no telemetry', () => {
    expect(PUBLIC_EVENT_TYPES.filter((type) => !existsSync(`contracts/events/${type}.v1.json`))).toEqual([]);
    expect(PUBLIC_EVENT_TYPES).not.toContain('SocReported');
  });
});
