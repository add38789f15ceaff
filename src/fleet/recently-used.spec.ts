import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecentlyUsed } from './recently-used.js';

describe('a map of what was recently used', () => {
  it('knows the last half of its limit, and never more than all of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.array(fc.integer({ min: 0, max: 30 })), (limit, keys) => {
        const map = new RecentlyUsed<number>(limit);
        const used: string[] = [];
        for (const key of keys.map(String)) {
          map.set(key, Number(key));
          used.push(key);
          const last = [...new Set(used.reverse())].reverse();
          used.splice(0, used.length, ...last);
          for (const recent of last.slice(-Math.floor(limit / 2))) expect(map.get(recent)).toBe(Number(recent));
        }
        const known = Array.from(
          { length: 31 },
          (_, key) => map['younger'].has(String(key)) || map['older'].has(String(key)),
        );
        expect(known.filter(Boolean).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('keeps what is looked at, and forgets what is deleted', () => {
    const map = new RecentlyUsed<string>(4);
    map.set('a', 'A');
    for (const key of ['b', 'c', 'd', 'e', 'f']) {
      map.set(key, key.toUpperCase());
      expect(map.get('a')).toBe('A');
    }
    expect(map.get('b')).toBeUndefined();
    map.delete('a');
    expect(map.get('a')).toBeUndefined();
  });
});
