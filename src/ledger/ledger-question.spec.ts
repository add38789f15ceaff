import { describe, expect, it } from '@jest/globals';
import { PLUG_IN } from '../../test/support/fleet.js';
import { InputError } from '../kernel/index.js';
import { askedAt, ledgerQuery } from './ledger-question.js';

const query = (question: Parameters<typeof ledgerQuery>[0]) => ledgerQuery(question, PLUG_IN);

describe('a ledger question', () => {
  it('reads instants with an offset', () => {
    expect(query({ from: '2026-01-12T17:00:00+02:00', site: 'Depot' })).toEqual({
      now: PLUG_IN,
      from: PLUG_IN,
      siteId: 'Depot',
    });
    expect(askedAt({ at: '2026-01-12T15:00:00Z' })).toBe(PLUG_IN);
    expect(askedAt({})).toBeNull();
  });

  it('reads delivery days from their start to their end in the market’s zone', () => {
    // The day in CET runs from 23:00 to 23:00 UTC.
    const day = query({ from: '2026-01-12', to: '2026-01-12' });
    expect(day).toMatchObject({ from: Date.UTC(2026, 0, 11, 23), to: Date.UTC(2026, 0, 12, 23) });
    expect(askedAt({ at: '2026-01-12' })).toBe(Date.UTC(2026, 0, 11, 23));
  });

  it.each([
    [{ from: 'yesterday' }, 'from: "yesterday" is not an instant'],
    [{ to: '2026-01-12T15:00:00' }, 'to: "2026-01-12T15:00:00" is not an instant'],
    [{ to: '2026-02-30' }, 'to: "2026-02-30" is not a delivery day'],
    [{ from: '2026-01-13', to: '2026-01-12' }, 'to: "2026-01-12" is not after from, "2026-01-13"'],
  ])('names the field at fault: %j', (question, message) => {
    expect(() => query(question)).toThrow(InputError);
    expect(() => query(question)).toThrow(message);
  });
});
