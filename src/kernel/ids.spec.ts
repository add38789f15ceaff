import { describe, expect, it } from '@jest/globals';
import {
  activationStream,
  auctionStream,
  chargerStream,
  frequencyStream,
  marketDocumentsStream,
  sessionStream,
  settlementStream,
  siteStream,
} from './ids.js';

describe('the name of a stream', () => {
  it.each([
    [sessionStream('S1'), 'session-S1'],
    [chargerStream('C1'), 'charger-C1'],
    [siteStream('harbour'), 'site-harbour'],
    [marketDocumentsStream('FCR-N', '2026-01-13'), 'market-documents-FCR-N-2026-01-13'],
    [frequencyStream('nordic', '2026-01-12T15:00:00Z'), 'frequency-nordic-2026-01-12T15:00:00Z'],
    [auctionStream('FCR-N', '2026-01-13'), 'auction-FCR-N-2026-01-13'],
    [activationStream('FCR-N', '2026-01-12T15:00:00Z'), 'activation-FCR-N-2026-01-12T15:00:00Z'],
    [settlementStream('FCR-N', '2026-01-13'), 'settlement-FCR-N-2026-01-13'],
  ])('is %s: a contract with everyone who reads the log', (name, contract) => {
    expect(name).toBe(contract);
  });
});
