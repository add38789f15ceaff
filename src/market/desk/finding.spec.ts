import { describe, expect, it } from '@jest/globals';
import { noted, refused } from './finding.js';

describe('a finding', () => {
  it('has every field of a problem, null where nothing is known', () => {
    expect(refused('/A', 'rule', 'what')).toEqual({
      path: '/A',
      rule: 'rule',
      message: 'what',
      value: null,
      text: null,
      seriesMrid: null,
      weight: 'refused',
    });
    expect(noted('/A', 'rule', 'what', { value: 'v' })).toMatchObject({ value: 'v', weight: 'noted' });
  });
});
