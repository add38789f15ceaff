import { describe, expect, it } from '@jest/globals';
import {
  aggregate,
  aPlan,
  cleared,
  committed,
  perBid,
  recorded,
  TO_ACKNOWLEDGED,
} from '../../test/support/auction-events.js';
import { explainBid } from './explanation.js';

const events = recorded([
  ...TO_ACKNOWLEDGED,
  perBid(500_000, 0),
  aggregate(500_000, 0),
  cleared(500_000, 0),
  committed(500_000, 0),
]);

describe('explainBid', () => {
  it('tells inputs, digests and the chain of causes', () => {
    const explanation = explainBid('a', events);
    expect(explanation).toMatchObject({
      deliveryDay: '2026-01-13',
      input: { quantileW: 512_000, samples: 20, boundBy: 'forecast' },
      plan: { strategy: 'price-taker', digests: aPlan().digests },
    });
    expect(explanation?.steps.map((step) => step.event)).toEqual(events.map((event) => event.type));
    expect(explanation?.steps.map((step) => step.causationId)).toEqual([
      'm0',
      'm0',
      'm1',
      'm2',
      'm3',
      'm4',
      'm5',
      'm6',
      'm7',
    ]);
  });
  it('says it in words, with units', () => {
    const text = explainBid('a', events)?.text ?? '';
    expect(text).toContain('Bid a: 0.5 MW FCR-N for the hour from 2026-01-12T23:00:00.000Z');
    expect(text).toContain('0.512 MW were firm on 90 % of 20 comparable past days; rounded down to the bid step');
    expect(text).toContain('2026-01-12T16:02:00.000Z  Approved by policy. (AuctionApproved by saga:auction)');
  });
  it('names the calendar by which the day was compared, where the log does', () => {
    const calendar = {
      calendar: 'NO,2026-01-02',
      kindOfDay: 'workday' as const,
      holidays: ['2026-01-01', '2026-01-02'],
    };
    const [opened, planned, ...rest] = events;
    const told = [opened!, { ...planned!, data: { ...planned!.data, calendar } }, ...rest];
    expect(explainBid('a', told)?.plan.calendar).toEqual(calendar);
    expect(explainBid('a', told)?.text).toContain(
      'The day is a workday: compared with workdays; holidays NO,2026-01-02: 2026-01-01, 2026-01-02.',
    );
    expect(explainBid('a', events)?.plan).not.toHaveProperty('calendar');
    expect(explainBid('a', events)?.text).not.toContain('holidays');
  });
  it('tells the wear that is booked from the wear that plans weigh, where the log does', () => {
    const wear = { expectedEurPerKwh: '0.0134', planningEurPerKwh: '0.05', planningSource: 'own choice' };
    const [opened, planned, ...rest] = events;
    const told = [opened!, { ...planned!, data: { ...planned!.data, wear } }, ...rest];
    expect(explainBid('a', told)?.plan.wear).toEqual(wear);
    expect(explainBid('a', told)?.text).toContain('0.0134 EUR per kWh out of a battery are expected in the account');
    expect(explainBid('a', told)?.text).toContain('at 0.05 EUR, which nobody is charged (own choice)');
    expect(explainBid('a', events)?.text).not.toContain('Wear:');
  });
  it('leaves out steps that concern other hours only', () => {
    expect(explainBid('b', events)?.steps.map((step) => step.event)).not.toContain('CapacityCommitted');
  });
  it('knows no bid that was never planned', () => {
    expect(explainBid('z', events)).toBeNull();
  });
});
