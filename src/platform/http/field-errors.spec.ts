import { describe, expect, it } from '@jest/globals';
import { fieldErrors, InvalidFields } from './field-errors.js';

describe('field errors', () => {
  it('names nested fields and list entries by their path', () => {
    const errors = fieldErrors([
      { property: 'area', constraints: { isString: 'area must be a string' } },
      {
        property: 'samples',
        children: [
          { property: '3', children: [{ property: 'hz', constraints: { max: 'hz must not be greater than 55' } }] },
        ],
      },
    ]);
    expect(errors).toEqual([
      { field: 'area', message: 'must be a string' },
      { field: 'samples[3].hz', message: 'must not be greater than 55' },
    ]);
  });

  it('says what to do about a field that does not belong', () => {
    const [error] = fieldErrors([
      { property: 'speed', constraints: { whitelistValidation: 'property speed should not exist' } },
    ]);
    expect(error).toEqual({ field: 'speed', message: 'is not a field of this request: leave it out' });
  });

  it('carries all of them in one error', () => {
    expect(new InvalidFields([{ field: 'a', message: 'is missing' }]).message).toBe('a: is missing');
  });
});
