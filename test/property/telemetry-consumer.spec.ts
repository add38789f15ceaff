import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TelemetryConsumer } from '../../src/fleet/telemetry.consumer.js';
import type { DeliveredMessage } from '../../src/platform/messaging/index.js';
import { fleetRoom } from '../support/fleet-room.js';
import { PLUG_IN, plugInMessage } from '../support/fleet.js';

/** A right message with some fields replaced by anything, or taken out. */
const spoilt = fc
  .record({
    change: fc.dictionary(fc.constantFrom(...Object.keys(plugInMessage()), 'importWh', '__proto__'), fc.jsonValue()),
    without: fc.subarray(Object.keys(plugInMessage())),
    type: fc.constantFrom('plugged-in', 'soc', 'meter', 'unplugged'),
  })
  .map(({ change, without, type }) => {
    const message: Record<string, unknown> = { ...plugInMessage(), type, ...change };
    for (const field of without) delete message[field];
    return JSON.stringify(message);
  });

const value = fc.oneof(spoilt, fc.json(), fc.string({ unit: 'binary' }), fc.constant(null));

const delivery = (text: string | null, offset: number): DeliveredMessage => ({
  topic: 'v2g.telemetry.v1',
  partition: 0,
  offset: String(offset),
  key: null,
  value: text,
  headers: {},
});

describe('telemetry from the bus', () => {
  it('whatever it says, has a verdict and stops nobody: a record that throws would come again for ever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 20 }), async (texts) => {
        const { intake } = fleetRoom();
        const consumer = new TelemetryConsumer({ intake, clock: { now: () => PLUG_IN } });
        const batch = [...texts, JSON.stringify(plugInMessage({ messageId: 'right', sessionId: 'right' }))].map(
          delivery,
        );
        const rejected = await consumer.handle(batch);
        expect(rejected.map(({ delivery: { offset } }) => Number(offset))).not.toContain(texts.length);
        for (const { reason } of rejected) expect(reason.code).toMatch(/^[A-Z_]+$/);
      }),
    );
  });
});
