import { describe, expect, it } from '@jest/globals';
import {
  activationStream,
  auctionStream,
  chargerStream,
  frequencyStream,
  sessionStream,
  settlementStream,
  siteStream,
  TRADING_STREAM,
} from '../../../kernel/index.js';
import { retentionOf } from './stream-retention.js';

describe('retention', () => {
  it('lets go of grid frequency after more than a year', () => {
    expect(retentionOf(frequencyStream('nordic', '2026-01-12T15:00:00.000Z'))).toMatchObject({ maxAgeDays: 400 });
  });

  it.each([
    sessionStream('S1'),
    chargerStream('C1'),
    siteStream('X'),
    auctionStream('FCR-N', '2026-01-12'),
    activationStream('FCR-N', '2026-01-12T15:00:00.000Z'),
    settlementStream('FCR-N', '2026-01-12'),
    TRADING_STREAM,
  ])('keeps %s for ever', (stream) => {
    expect(retentionOf(stream)).toBeNull();
  });
});
