import { describe, expect, it } from '@jest/globals';
import { isoInstant, newest, parseInstant } from '../kernel/index.js';
import { FCR_N_RULE_SETS, FCR_N_TIMELINES, fcrnRules, newestFcrnRules, sourceOf } from './fcr-n.rules.js';

const at = (text: string) => parseInstant(text);

describe('FCR-N rules by delivery period', () => {
  it('asks of a limited reservoir 30 minutes before and 60 minutes with 34 % for NEM from 1.9.2023', () => {
    expect(fcrnRules(at('2023-08-31T21:59:59Z'))).toMatchObject({
      enduranceMinutes: 30,
      nemPowerFactor: 0,
      nemEnableMinutes: 0,
    });
    expect(fcrnRules(at('2023-08-31T22:00:00Z'))).toMatchObject({
      enduranceMinutes: 60,
      nemPowerFactor: 0.34,
      nemEnableMinutes: 30,
    });
  });

  it('asks of a delivery day in 2022 what was asked then', () => {
    expect(fcrnRules(at('2022-06-15T10:00:00Z'))).toMatchObject({
      ispMinutes: 60,
      enduranceMinutes: 30,
      nemPowerFactor: 0,
      energyPriceRule: 'regulation-price',
      maximumBidW: 5_000_000,
    });
  });

  it('settles energy by 15 minutes from 22.5.2023, 01:00 in Finland', () => {
    expect(fcrnRules(at('2023-05-22T00:59:59+03:00')).ispMinutes).toBe(60);
    expect(fcrnRules(at('2023-05-22T01:00:00+03:00')).ispMinutes).toBe(15);
  });

  it('pays energy at the regulation price until the maximum and minimum rule', () => {
    expect(fcrnRules(at('2024-06-01T00:00:00Z')).energyPriceRule).toBe('regulation-price');
    expect(fcrnRules(at('2026-01-01T00:00:00Z')).energyPriceRule).toBe('max-min-imbalance-day-ahead');
  });

  it('uses the first entry for days before it', () => {
    expect(fcrnRules(at('2019-10-01T00:00:00Z'))).toBe(FCR_N_RULE_SETS[0].value);
  });

  it('knows the newest set without asking what day it is', () => {
    expect(newestFcrnRules()).toBe(newest(FCR_N_RULE_SETS).value);
    expect(newestFcrnRules()).toMatchObject({
      minimumBidW: 100_000,
      maximumBidW: 5_000_000,
      bidStepW: 100_000,
      mtuMinutes: 60,
      ispMinutes: 15,
    });
  });

  it('names a source for every value, and says where a date is not known', () => {
    for (const timeline of Object.values(FCR_N_TIMELINES))
      for (const entry of timeline) expect(entry.source.length).toBeGreaterThan(20);
    expect(sourceOf('energyPriceRule', at('2026-01-01T00:00:00Z'))).toMatch(/exact start is unknown/);
    expect(sourceOf('mtuMinutes', at('2026-01-01T00:00:00Z'))).toMatch(/unknown/);
    expect(FCR_N_RULE_SETS.map((set) => isoInstant(set.validFrom))).toEqual([
      '2020-12-31T23:00:00.000Z',
      '2023-05-21T22:00:00.000Z',
      '2023-08-31T22:00:00.000Z',
      '2025-02-09T23:00:00.000Z',
    ]);
  });

  it('keeps every timeline in order', () => {
    for (const timeline of Object.values(FCR_N_TIMELINES)) {
      const starts = timeline.map((entry) => entry.validFrom);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }
  });
});
