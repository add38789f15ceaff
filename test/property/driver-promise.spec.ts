import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { live } from './dispatch-world.js';
import { patience, runs, sized } from './runs.js';
import { alertWorldArbitrary, FULL_HOURS, SMALL_HOURS, tailWorldArbitrary, worldArbitrary } from './worlds.js';

const anySale = fc.integer({ min: 0, max: 150 });

describe('the driver’s promise', () => {
  it(
    'is kept in small hours, whatever is sold, whoever leaves, and where the frequency is lost',
    () => {
      let kept = 0;
      const worlds = worldArbitrary(SMALL_HOURS, { surprises: true, mad: false, soldPercent: anySale });
      fc.assert(
        fc.property(worlds, (world) => {
          const verdict = live(world);
          expect(verdict.problems).toEqual([]);
          kept += verdict.kept;
        }),
        sized(500),
      );
      expect(kept).toBeGreaterThan(runs(500));
    },
    patience(5),
  );

  it(
    'is kept by the lines alone, when baselines and shares are mad',
    () => {
      const worlds = worldArbitrary(SMALL_HOURS, { surprises: true, mad: true, soldPercent: anySale });
      fc.assert(
        fc.property(worlds, (world) => expect(live(world).problems).toEqual([])),
        sized(200),
      );
    },
    patience(5),
  );

  it(
    'is kept over six full hours',
    () => {
      const worlds = worldArbitrary(FULL_HOURS, { surprises: true, mad: false, soldPercent: anySale });
      fc.assert(
        fc.property(worlds, (world) => expect(live(world).problems).toEqual([])),
        sized(15),
      );
    },
    patience(5),
  );
});

describe('the TSO’s promise', () => {
  it(
    'is kept in every full hour that was sold as firm and in which nobody came or left',
    () => {
      let quiet = 0;
      const worlds = worldArbitrary(FULL_HOURS, {
        surprises: false,
        mad: false,
        soldPercent: fc.constantFrom(100, 90),
      });
      fc.assert(
        fc.property(worlds, (world) => {
          const verdict = live(world);
          expect(verdict.problems).toEqual([]);
          quiet += verdict.quietMtus;
        }),
        sized(60),
      );
      expect(quiet).toBeGreaterThan(runs(60));
    },
    patience(5),
  );

  it(
    'is kept when a reference that slid in alert state meets the other side of the band',
    () => {
      let alert = 0;
      fc.assert(
        fc.property(alertWorldArbitrary, (world) => {
          const verdict = live(world);
          expect(verdict.problems).toEqual([]);
          alert += verdict.seen.alert;
        }),
        sized(30),
      );
      expect(alert).toBeGreaterThan(runs(30) * 30);
    },
    patience(5),
  );

  it(
    'is kept in hours that begin with the tail of NEM from the hour before',
    () => {
      let nem = 0;
      fc.assert(
        fc.property(tailWorldArbitrary, (world) => {
          const verdict = live(world);
          expect(verdict.problems).toEqual([]);
          nem += verdict.seen.nem;
        }),
        sized(20),
      );
      expect(nem).toBeGreaterThan(runs(20) * 300);
    },
    patience(5),
  );
});
