import { describe, expect, it } from '@jest/globals';
import { epochMs, isoInstant, MS_PER_HOUR, parseInstant, type Recorded } from '../kernel/index.js';
import { PriceHistory } from './price.projection.js';

const DAY = 24 * MS_PER_HOUR;
const MONDAY = parseInstant('2026-02-02T11:00:00Z');

function committed(mtuStart: number, price: string): Recorded {
  return {
    position: 0,
    stream: 'auction-FCR-N',
    revision: 0,
    type: 'CapacityCommitted',
    schemaVersion: 1,
    data: {
      product: 'FCR-N',
      deliveryDay: '2026-01-01',
      mtus: [{ mtuStart: isoInstant(mtuStart), awardedW: 100_000, priceEurPerMwH: price }],
    },
    meta: { messageId: 'm', correlationId: 'm', causationId: 'm', actor: 'tso' },
    occurredAt: epochMs(mtuStart - 5 * MS_PER_HOUR),
    recordedAt: epochMs(mtuStart - 5 * MS_PER_HOUR),
  };
}

describe('prices that comparable MTUs cleared at', () => {
  const history = new PriceHistory();
  // The Thursday and Friday before, the Sunday, the same Monday an hour later; text as received.
  history.apply(committed(MONDAY - 4 * DAY, '9.5'));
  history.apply(committed(MONDAY - 3 * DAY, '12.00'));
  history.apply(committed(MONDAY - 5 * DAY, '100'));
  history.apply(committed(MONDAY - DAY, '1'));
  history.apply(committed(MONDAY + MS_PER_HOUR, '2'));

  it('are those of the same hour of the same kind of day', () => {
    expect(history.outlook(MONDAY, MONDAY)).toEqual({
      samples: 3,
      lowestEurPerMwH: '9.5',
      medianEurPerMwH: '12.00',
      highestEurPerMwH: '100',
    });
  });

  it('are those known at the time', () => {
    expect(history.outlook(MONDAY, epochMs(MONDAY - 4 * DAY)).samples).toBe(2);
    expect(history.outlook(MONDAY, epochMs(0))).toEqual({
      samples: 0,
      lowestEurPerMwH: null,
      medianEurPerMwH: null,
      highestEurPerMwH: null,
    });
  });
});
