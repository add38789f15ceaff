import { describe, expect, it } from '@jest/globals';
import {
  cleared,
  committed,
  contradicted,
  discharged,
  hourOf,
  planned,
  recorded,
  scored,
} from '../../test/support/settlement-events.js';
import { newEvent } from '../../test/support/events.js';
import { dayFactOf } from './late-facts.js';

const prices = (...starts: string[]) =>
  newEvent(
    'prices',
    {
      ...{ area: 'FI', kind: 'day-ahead', minutes: 60 },
      prices: starts.map((start) => ({ start, eurPerMwh: '1' })),
    },
    'EnergyPricesPublished',
  );

describe('facts of a day', () => {
  it.each([
    [planned('p', []), null, 'bids were planned'],
    [cleared('c', [{ hour: 3, offeredW: 1 }]), [hourOf(3)], 'the auction was cleared'],
    [committed('c', [{ hour: 3, awardedW: 1 }]), [hourOf(3)], 'the TSO’s award came in'],
    [contradicted('x', [3, 4]), [hourOf(3), hourOf(4)], 'contradicting results came in'],
    [scored(3, 1), [hourOf(3)], 'delivery was scored'],
    [discharged(3, 1), [hourOf(3)], 'use of the batteries was recorded'],
    [prices(hourOf(3)), null, 'day-ahead prices were published'],
  ])('say of which day and MTUs, and when they came: %#', (event, mtuStarts, words) => {
    const fact = dayFactOf(recorded(event, 0));
    expect(fact).toEqual({
      messageId: event.meta.messageId,
      days: ['2026-01-12'],
      mtuStarts,
      reason: `${words} at 2026-01-11T23:00:00.000Z`,
    });
  });
  it('may be of several days', () => {
    expect(dayFactOf(recorded(prices(hourOf(23), hourOf(24)), 0))?.days).toEqual(['2026-01-12', '2026-01-13']);
  });
  it('are nothing else', () => {
    expect(dayFactOf(recorded(newEvent('m', {}, 'SocReported'), 0))).toBeNull();
  });
});
