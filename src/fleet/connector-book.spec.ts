import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PLUG_IN } from '../../test/support/fleet.js';
import { ConnectorBook } from './connector-book.js';

describe('who is on which charger', () => {
  it('is whoever plugged in and has not left, oldest first', () => {
    const step = fc.record({ charger: fc.constantFrom('A', 'B'), session: fc.nat({ max: 5 }), leaves: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const book = new ConnectorBook();
        const expected: Record<string, string[]> = { A: [], B: [] };
        for (const { charger, session, leaves } of steps) {
          const id = `${charger}${session}`;
          const others = (expected[charger] ?? []).filter((other) => other !== id);
          expected[charger] = leaves ? others : [...others, id];
          if (leaves) book.unplug(charger, id);
          else book.plugIn(charger, id, PLUG_IN);
        }
        expect(book.sessionsOf('A')).toEqual(expected['A']);
        expect(book.sessionsOf('B')).toEqual(expected['B']);
      }),
    );
  });
  it('remembers chargers that are idle again', () => {
    const book = new ConnectorBook();
    book.plugIn('A', 'S1', PLUG_IN);
    book.unplug('A', 'S1');
    expect([...book.chargerIds()]).toEqual(['A']);
  });
});
