import { describe, expect, it } from '@jest/globals';
import { visibleSections } from './visible-sections.js';

describe('sections by role', () => {
  it('shows a trader everything', () => {
    expect([...visibleSections(['trader'])]).toEqual([
      'status',
      'figures',
      'capacity',
      'alerts',
      'bids',
      'sessions',
      'settlements',
    ]);
  });
  it('keeps money and bids from an operator, and cars from finance', () => {
    expect([...visibleSections(['operator'])]).toEqual(['status', 'figures', 'capacity', 'alerts', 'sessions']);
    expect([...visibleSections(['finance'])]).toEqual([
      'status',
      'figures',
      'capacity',
      'alerts',
      'bids',
      'settlements',
    ]);
  });
  it('adds up what several roles may see', () => {
    expect(visibleSections(['operator', 'finance']).size).toBe(7);
  });
});
