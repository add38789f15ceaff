import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../kernel/index.js';
import { outageAt, NO_FAULTS } from '../tso-faults.js';
import { faultsNamed } from './fault-names.js';

const start = parseInstant('2026-03-28T10:00:00Z');

describe('faults by name', () => {
  it('take a share each, a tenth where none is said', () => {
    expect(faultsNamed('lost-documents,lost-acknowledgements=0.5, duplicates=1', start)).toEqual({
      lostDocumentShare: 0.1,
      lostAcknowledgementShare: 0.5,
      duplicatedShare: 1,
    });
    expect(faultsNamed('late=0.2,lost-results=0,contradictions=0.3', start)).toMatchObject({
      lateShare: 0.2,
      lostResultShare: 0,
      contradictoryShare: 0.3,
    });
  });

  it('break the line at every gate, on both sides of a clock change', () => {
    const faults = { ...NO_FAULTS, ...faultsNamed('outage-at-gate', start) };
    // The gate closes at 18:30 Finnish time: 16:30 UTC in winter, 15:30 in summer.
    expect(outageAt(faults, parseInstant('2026-03-28T16:29:00Z'))).not.toBeNull();
    expect(outageAt(faults, parseInstant('2026-03-29T15:29:00Z'))).not.toBeNull();
    expect(outageAt(faults, parseInstant('2026-03-29T16:29:00Z'))).toBeNull();
  });

  it.each([
    ['rain', '--faults rain: must be one of lost-documents'],
    ['late=2', '--faults late=2: the share must be a number from 0 to 1'],
    ['late=', '--faults late=: the share must be a number from 0 to 1'],
  ])('are not "%s"', (text, message) => {
    expect(() => faultsNamed(text, start)).toThrow(message);
  });
});
