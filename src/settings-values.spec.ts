import { describe, expect, it } from '@jest/globals';
import { isLoopback, oneOf, probability, shareBelowOne } from './settings-values.js';

describe('values of settings', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1', '[::1]'])('knows %s as loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.168.1.4', '127.0.0.1.example.com', 'localhost.example.com', '1270.0.1'])(
    'knows %s as reachable from outside',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );

  it.each(['0', '1', '1.0', '-0.5', '0.9x', '9e-1', ''])('takes "%s" for no probability', (text) => {
    expect(probability(text)).toHaveProperty('problem');
  });

  it('takes a share from 0 on, below 1', () => {
    expect(shareBelowOne('0')).toEqual({ value: 0 });
    expect(shareBelowOne('.05')).toEqual({ value: 0.05 });
    for (const text of ['1', '-0.1', '0.5x', '1e-1']) expect(shareBelowOne(text)).toHaveProperty('problem');
  });

  it('takes names of inherited properties for values that are not allowed', () => {
    expect(oneOf(['a'], {})('toString')).toEqual({ problem: 'allowed: a' });
  });
});
