import { describe, expect, it } from '@jest/globals';
import { InputError } from '../kernel/index.js';
import { EFFICIENCY, instantAt, MINUTES, numberAt, objectAt, PROBABILITY } from './json-fields.js';

describe('fields of a JSON object', () => {
  it('are read as what they must be', () => {
    const fields = objectAt({ share: 0.5, at: '2026-01-12T15:00:00Z' }, 'the document');
    expect(numberAt(fields, 'share', '', PROBABILITY)).toBe(0.5);
    expect(instantAt(fields, 'at', '')).toBe(Date.UTC(2026, 0, 12, 15));
  });

  it.each([
    [() => numberAt({ share: 2 }, 'share', 'car', PROBABILITY), 'car.share must be a number from 0 to 1; it is 2'],
    [() => numberAt({}, 'share', '', PROBABILITY), 'share must be a number from 0 to 1; it is missing'],
    [() => numberAt({ e: 1e-300 }, 'e', '', EFFICIENCY), 'e must be a number above 0 and at most 1 (0.01 at least)'],
    [() => numberAt({ m: 1e9 }, 'm', '', MINUTES), 'm must be a number above 0, at most 1440 minutes'],
    [() => instantAt({ at: 7 }, 'at', 'car'), 'car.at must be an instant in ISO 8601 with an offset'],
    [() => instantAt({ at: 'soon' }, 'at', ''), 'at must be an instant in ISO 8601 with an offset'],
    [() => objectAt([1], 'car'), 'car must be a JSON object; it is [1]'],
  ])('name themselves and the fix: %#', (read, message) => {
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});
