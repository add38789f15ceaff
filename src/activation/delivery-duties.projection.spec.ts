import { describe, expect, it } from '@jest/globals';
import { committed, hourOf, recorded, scored } from '../../test/support/settlement-events.js';
import { parseInstant } from '../kernel/index.js';
import { DeliveryDuties } from './delivery-duties.projection.js';

const sold = committed('c', [
  { hour: 5, awardedW: 200_000 },
  { hour: 3, awardedW: 100_000 },
]);

function duties(...events: Parameters<typeof recorded>[0][]): DeliveryDuties {
  const made = new DeliveryDuties();
  events.forEach((event, position) => made.apply(recorded(event, position)));
  return made;
}

describe('delivery duties', () => {
  it('are what was sold and not scored yet, oldest first', () => {
    expect(duties(sold).all()).toEqual([
      { mtuStart: parseInstant(hourOf(3)), committedW: 100_000 },
      { mtuStart: parseInstant(hourOf(5)), committedW: 200_000 },
    ]);
    expect(duties(sold, scored(3, 100_000)).first()).toEqual({
      mtuStart: parseInstant(hourOf(5)),
      committedW: 200_000,
    });
  });
  it('are none before the first sale and after the last score', () => {
    expect(duties().first()).toBeNull();
    expect(duties(sold, scored(3, 1), scored(5, 1)).first()).toBeNull();
  });
  it('leave other products to others', () => {
    const data = { ...sold.data, product: 'FCR-D-up' };
    expect(duties({ ...sold, data }).all()).toEqual([]);
  });
  it('survive being put aside', () => {
    const restored = new DeliveryDuties();
    restored.restore(duties(sold).snapshot());
    expect(restored.all()).toEqual(duties(sold).all());
  });
});
