import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoInstant } from '../../src/kernel/index.js';
import { fleetRoom } from '../support/fleet-room.js';
import { PLUG_IN, plugInMessage } from '../support/fleet.js';

/** A life of a few cars in the order it happened: plug-ins, reports, unplugs. */
const life = fc
  .array(
    fc.record({
      car: fc.nat({ max: 3 }),
      soc: fc.integer({ min: 0, max: 1000 }),
      kind: fc.constantFrom('soc', 'unplugged'),
    }),
    {
      maxLength: 25,
    },
  )
  .map((steps) => {
    const cars = [0, 1, 2, 3].map((car) =>
      plugInMessage({ messageId: `in${car}`, sessionId: `S${car}`, chargerId: `C${car}` }),
    );
    const reports = steps.map(({ car, soc, kind }, index) => ({
      messageId: `r${index}`,
      type: kind,
      sessionId: `S${car}`,
      chargerId: `C${car}`,
      at: isoInstant(PLUG_IN + (index + 1) * 1_000),
      soc: soc / 10,
    }));
    return [...cars, ...reports];
  });

/** Every session's stream as text: what the log says of each car. */
async function streams(room: ReturnType<typeof fleetRoom>): Promise<string> {
  const bySession = [...(await room.events())].sort(
    (a, b) => a.stream.localeCompare(b.stream) || a.revision - b.revision,
  );
  return JSON.stringify(
    bySession.map(({ stream, revision, type, data, meta }) => ({ stream, revision, type, data, meta })),
  );
}

describe('telemetry', () => {
  it('gives the same facts however it is cut into batches, and however often a batch is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(
        life,
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (messages, cuts, restarts) => {
          const whole = fleetRoom();
          const answer = await whole.intake.accept(messages, PLUG_IN);
          const cut = fleetRoom();
          let accepted = 0;
          for (let from = 0, turn = 0; from < messages.length; turn += 1) {
            const batch = messages.slice(from, from + (cuts[turn % cuts.length] ?? 1));
            from += batch.length;
            const { intake } = restarts ? fleetRoom(cut.log) : cut;
            accepted += (await intake.accept(batch, PLUG_IN)).accepted;
            expect((await intake.accept(batch, PLUG_IN)).rejected.every(({ code }) => code === 'SESSION_ENDED')).toBe(
              true,
            );
          }
          expect(accepted).toBe(answer.accepted);
          expect(await streams(cut)).toBe(await streams(whole));
        },
      ),
      { numRuns: 60 },
    );
  });
  it('answers every message exactly once, whatever comes in', async () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ type: fc.constantFrom('soc', 'meter'), messageId: fc.string(), soc: fc.anything() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 10 }), async (messages) => {
        const { accepted, rejected } = await fleetRoom().intake.accept(messages, PLUG_IN);
        expect(accepted).toBe(0);
        expect(rejected).toHaveLength(messages.length);
      }),
    );
  });
});
