import { describe, expect, it } from '@jest/globals';
import { DATA_SETS, dataSetOf } from './data-set.js';

describe('data sets of the open-data portal', () => {
  it('are found by name and by number', () => {
    expect(dataSetOf('prices')?.id).toBe(317);
    expect(dataSetOf('317')?.name).toBe('prices');
  });

  it('have names and numbers of their own', () => {
    expect(new Set(DATA_SETS.map(({ id }) => id)).size).toBe(DATA_SETS.length);
    expect(new Set(DATA_SETS.map(({ name }) => name)).size).toBe(DATA_SETS.length);
  });

  it('may be any other number, with its values as published', () => {
    expect(dataSetOf('124')).toEqual({ id: 124, name: '124', title: 'Data set 124', unit: 'as published' });
  });

  it.each(['', 'price', '0', '-3', '1.5', '12345678'])('are not "%s"', (text) => {
    expect(dataSetOf(text)).toBeNull();
  });
});
