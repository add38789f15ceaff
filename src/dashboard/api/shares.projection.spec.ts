import { describe, expect, it } from '@jest/globals';
import { feed, sharesAllocated } from '../../../test/support/trading-events.js';
import { SharesProjection } from './shares.projection.js';

const TEN = '2026-01-13T10:00:00.000Z';

describe('shares by session', () => {
  it('keeps what an allocation does not name, and takes what it does', () => {
    const shares = new SharesProjection();
    feed(shares, [
      sharesAllocated(TEN, 100_000, 100_000, [
        ['a', -1000, 5000, 4000],
        ['b', 0, 6000, 6000],
      ]),
      sharesAllocated(TEN, 100_000, 100_000, [['a', -7000, 0, 0]]),
    ]);
    expect(shares.of('a')).toEqual({ baselineW: -7000, upW: 0, downW: 0 });
    expect(shares.of('b')).toEqual({ baselineW: 0, upW: 6000, downW: 6000 });
    expect(shares.of('never named')).toBeNull();
  });

  it('forgets a car that has left', () => {
    const shares = new SharesProjection();
    const left = { type: 'VehicleUnplugged', data: { sessionId: 'a', chargerId: 'c', at: TEN, socPermille: 800 } };
    feed(shares, [sharesAllocated(TEN, 1, 1, [['a', 0, 1, 1]]), left]);
    expect(shares.of('a')).toBeNull();
  });
});
