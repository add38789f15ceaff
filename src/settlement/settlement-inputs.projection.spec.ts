import { describe, expect, it } from '@jest/globals';
import {
  cleared,
  committed,
  contradicted,
  discharged,
  hourOf,
  measured,
  planned,
  recorded,
  scored,
} from '../../test/support/settlement-events.js';
import type { NewEvent } from '../platform/index.js';
import { SettlementInputs } from './settlement-inputs.projection.js';

const daySettled: NewEvent = {
  ...committed('settled', []),
  type: 'DaySettled',
  data: { product: 'FCR-N', deliveryDay: '2026-01-12' },
};

function inputsOf(events: readonly NewEvent[]): SettlementInputs {
  const inputs = new SettlementInputs('FCR-N', 'FI');
  events.forEach((event, position) => inputs.apply(recorded(event, position)));
  return inputs;
}

describe('settlement inputs', () => {
  it('know a day from its obligation on, not from its plan', () => {
    const plan = planned('p', [{ hour: 3, quantityW: 200_000 }]);
    expect(inputsOf([plan]).open()).toEqual([]);
    expect(inputsOf([plan, committed('c', [{ hour: 3, awardedW: 100_000 }])]).open()).toMatchObject([
      { deliveryDay: '2026-01-12' },
    ]);
  });

  it('add the steps of an hour’s ladder, and take what was cleared for what was planned', () => {
    const ladder = planned('p', [
      { hour: 3, quantityW: 200_000 },
      { hour: 3, quantityW: 100_000 },
      { hour: 4, quantityW: 100_000 },
    ]);
    const inputs = inputsOf([
      ladder,
      cleared('x', [{ hour: 4, offeredW: 50_000 }]),
      committed('c', [{ hour: 3, awardedW: 1 }]),
    ]);
    expect([...(inputs.open()[0]?.offeredW ?? [])]).toEqual([
      [hourOf(3), 300_000],
      [hourOf(4), 50_000],
    ]);
  });

  it('keep the hours that were committed first when more follow', () => {
    const inputs = inputsOf([
      committed('c1', [{ hour: 3, awardedW: 100_000 }]),
      committed('c2', [{ hour: 4, awardedW: 200_000 }]),
    ]);
    expect([...(inputs.open()[0]?.committed.keys() ?? [])]).toEqual([hourOf(3), hourOf(4)]);
  });

  it('know a day by its contradiction alone', () => {
    expect(
      inputsOf([contradicted('d', [3])])
        .open()[0]
        ?.contradicted.get(hourOf(3)),
    ).toBe('two results');
  });

  it('are done with a day once it is settled, whatever comes later', () => {
    const events = [committed('c', [{ hour: 3, awardedW: 1 }]), daySettled, scored(3, 1), contradicted('d', [3])];
    expect(inputsOf(events).open()).toEqual([]);
  });

  it('are the same when every event comes twice', () => {
    const events = [
      planned('p', [{ hour: 3, quantityW: 1 }]),
      committed('c', [{ hour: 3, awardedW: 1 }]),
      scored(3, 1),
    ];
    const twice = new SettlementInputs('FCR-N', 'FI');
    for (const position of [0, 1, 2, 0, 1, 2]) twice.apply(recorded(events[position] as NewEvent, position));
    expect(twice.open()).toEqual(inputsOf(events).open());
  });

  it('know a day by what its batteries gave, until it is settled', () => {
    expect(inputsOf([discharged(2, 0)]).open()).toEqual([]);
    expect(inputsOf([discharged(2, 500)]).open()).toMatchObject([{ deliveryDay: '2026-01-12' }]);
    expect(inputsOf([discharged(2, 500), daySettled, discharged(3, 500)]).open()).toEqual([]);
  });

  it('leave out what was moved in a past without a market, after a snapshot too', () => {
    const inputs = inputsOf([measured(3, 'history'), measured(4, 'delivery'), discharged(2, 500), discharged(3, 500)]);
    expect(inputs.open()).toEqual([]);
    const restored = new SettlementInputs('FCR-N', 'FI');
    restored.restore(structuredClone(inputs.snapshot()));
    restored.apply(recorded(discharged(3, 500), 4));
    expect(restored.open()).toEqual([]);
    restored.apply(recorded(discharged(4, 500), 5));
    expect([...(restored.open()[0]?.used.keys() ?? [])]).toEqual([hourOf(4)]);
  });

  describe('of a settled day', () => {
    const sold = committed('c', [{ hour: 3, awardedW: 100_000 }]);
    const closing = (facts?: number): NewEvent => ({
      ...daySettled,
      data: { ...daySettled.data, ...(facts !== undefined && { facts }) },
    });
    const correction = (facts: number): NewEvent => ({ ...closing(facts), type: 'DayCorrected' });
    const late = (...events: NewEvent[]) =>
      inputsOf(events)
        .correctable()
        .map(({ facts, late: found }) => [facts, found.map(({ messageId }) => messageId)]);

    it('are what came late, until an account has taken it in', () => {
      expect(late(sold, scored(3, 1), closing(2))).toEqual([]);
      expect(late(sold, closing(1), scored(3, 1), discharged(3, 1))).toEqual([[3, ['scored-3', 'discharged-3']]]);
      expect(late(sold, closing(1), scored(3, 1), discharged(3, 1), correction(2))).toEqual([[3, ['discharged-3']]]);
    });
    it('are late too where they came while the account was made', () => {
      expect(late(sold, scored(3, 1), closing(1))).toEqual([[2, ['scored-3']]]);
    });
    it('were all taken in by an account that does not say how many', () => {
      expect(late(sold, scored(3, 1), closing())).toEqual([]);
      expect(late(sold, closing(), scored(3, 1))).toEqual([[2, ['scored-3']]]);
    });
    it('survive being put aside', () => {
      const inputs = inputsOf([sold, closing(1), scored(3, 1)]);
      const restored = new SettlementInputs('FCR-N', 'FI');
      restored.restore(inputs.snapshot());
      expect(restored.correctable()).toEqual(inputs.correctable());
    });
  });

  it('take an award for the end of a dispute', () => {
    const dispute = contradicted('x', [3]);
    const award = committed('c', [{ hour: 3, awardedW: 100_000 }]);
    expect(inputsOf([dispute, award]).open()[0]?.contradicted.size).toBe(0);
    expect(inputsOf([award, dispute]).open()[0]?.contradicted.size).toBe(1);
  });

  it('leave another product alone', () => {
    const other = committed('c', [{ hour: 3, awardedW: 1 }]);
    expect(inputsOf([{ ...other, data: { ...other.data, product: 'FCR-D up' } }]).open()).toEqual([]);
  });
});
