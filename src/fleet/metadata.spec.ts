import { describe, expect, it } from '@jest/globals';
import { derivedMetadata, orderMetadata, reportMetadata } from './metadata.js';

describe('metadata', () => {
  it('carries the sender’s message id, and the chain from it to what was concluded', () => {
    const cause = reportMetadata('m1', 'C1');
    expect(cause).toEqual({ messageId: 'm1', correlationId: 'm1', causationId: 'm1', actor: 'charger:C1' });
    const derived = derivedMetadata('session-S1', 'GuaranteeGiven', cause);
    expect(derived).toMatchObject({ correlationId: 'm1', causationId: 'm1', actor: 'charger:C1' });
    expect(derived).toEqual(derivedMetadata('session-S1', 'GuaranteeGiven', cause));
    expect(derived.messageId).not.toBe(derivedMetadata('session-S1', 'PromiseKept', cause).messageId);
  });
  it('tells orders of one stream apart', () => {
    const ids = ['1', '2', '1'].map(
      (revision) => orderMetadata('session-S1', 'PreferencesStated', 'driver:D1', revision).messageId,
    );
    expect(ids[0]).toBe(ids[2]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});
