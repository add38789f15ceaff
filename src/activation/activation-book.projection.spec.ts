import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, isoInstant, MS_PER_HOUR, type Recorded } from '../kernel/index.js';
import { ActivationBook } from './activation-book.projection.js';

/** The night in which a day begins at 23:00 UTC. */
const MIDNIGHT = Date.UTC(2026, 0, 12, 23);
const event = (type: string, data: object): Recorded => ({
  position: 0,
  stream: 's',
  revision: 0,
  type,
  schemaVersion: 1,
  data,
  meta: { messageId: 'm', correlationId: 'c', causationId: 'c', actor: 'activation' },
  occurredAt: epochMs(MIDNIGHT),
  recordedAt: epochMs(MIDNIGHT),
});
const scored = (hour: number, maintainedW = 1) =>
  event('DeliveryScored', { mtuStart: isoInstant(MIDNIGHT + hour * MS_PER_HOUR), maintainedW });

describe('the activation book', () => {
  it('files MTUs under their delivery day, in order, each once', () => {
    const book = new ActivationBook();
    for (const recorded of [scored(1), scored(0), scored(-1), scored(1, 2)]) book.apply(recorded);
    expect(book.day(deliveryDay('2026-01-12'))).toMatchObject([{ maintainedW: 1 }]);
    expect(book.day(deliveryDay('2026-01-13')).map(({ maintainedW }) => maintainedW)).toEqual([1, 2]);
    expect(book.day(deliveryDay('2026-01-14'))).toEqual([]);
    expect(book.latestDay()).toBe('2026-01-13');
  });
  it('shows the last minute of response', () => {
    const book = new ActivationBook();
    expect([book.latestResponse(), book.latestDay()]).toEqual([null, null]);
    book.apply(event('ResponseRecorded', { from: 'a' }));
    book.apply(event('ResponseRecorded', { from: 'b' }));
    book.apply(event('Unknown', {}));
    expect(book.latestResponse()).toEqual({ from: 'b' });
  });
});
