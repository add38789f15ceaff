import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projectionsOf } from '../../src/engine/index.js';
import type { Recorded } from '../../src/kernel/index.js';
import { firstDifference } from '../../src/platform/index.js';
import { releasedEvents } from '../support/released-logs.js';
import { emptyModels, emptyProjections, feed, putAside, takenUp } from '../support/replayed.js';

/** A start from a snapshot is no other start: whoever reads it can't tell. */
describe('the read models, put aside and taken up again', () => {
  let events: Recorded[] = [];
  let rebuilt: Map<string, object>;

  beforeAll(async () => {
    events = await releasedEvents();
    const all = emptyProjections();
    feed(all, events);
    rebuilt = putAside(all);
  });

  it('hold something each, so that a forgotten field would show', () => {
    const empty = putAside(emptyProjections());
    for (const [name, state] of rebuilt)
      expect([name, firstDifference(state, empty.get(name))]).not.toEqual([name, null]);
  });

  it('are what a rebuild gives, wherever the log was cut, once or twice', () => {
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(events.length), (one, other) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        let projections = emptyProjections();
        feed(projections, events.slice(0, first));
        projections = takenUp(putAside(projections));
        feed(projections, events.slice(first, second));
        projections = takenUp(putAside(projections));
        feed(projections, events.slice(second));
        expect(firstDifference(putAside(projections), rebuilt)).toBeNull();
      }),
      { numRuns: 25 },
    );
  });

  it('leave nothing out: every field of a restored one is as in the one that was fed, whatever the event', () => {
    const fed = emptyModels();
    const all = projectionsOf(fed);
    feed(all, [...events, ...samplesAfter(events.length)]);
    const restored = emptyModels();
    const states = putAside(all);
    for (const [name, projection] of projectionsOf(restored)) projection.restore(states.get(name) as never);
    for (const name of WHOLE) expect([name, firstDifference(restored[name], fed[name])]).toEqual([name, null]);
  });
});

/** Those that are all memory: the ledger and dispatch calculate some of theirs anew. */
const WHOLE = ['fleet', 'forecast', 'bids', 'activations', 'settlements', 'settlementInputs'] as const;

/** One of each event type that there is today, as if it had come next. */
const samplesAfter = (position: number): Recorded[] =>
  readdirSync('contracts/events/samples')
    .sort()
    .map((name, index) => ({
      ...(JSON.parse(readFileSync(join('contracts/events/samples', name), 'utf8')) as Recorded),
      position: position + index,
    }));
