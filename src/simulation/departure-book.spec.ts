import { describe, expect, it } from '@jest/globals';
import { aSimulatedVehicle } from '../../test/support/simulated-vehicle.js';
import { epochMs } from '../kernel/index.js';
import { DepartureBook } from './departure-book.js';

const END = aSimulatedVehicle().unpluggedAt;
const DAYS = { start: epochMs(END - 1000), end: epochMs(END + 1000) };

describe('the book of departures', () => {
  it('has who left within the days, in order of time, and of them who left early', () => {
    const book = new DepartureBook(DAYS, new Set(['late', 'before']));
    const leave = (sessionId: string, unpluggedAt: number): void =>
      book.unplugged(aSimulatedVehicle({ sessionId, unpluggedAt: epochMs(unpluggedAt) }));
    leave('late', END + 500);
    leave('first', END - 1000);
    leave('before', END - 1001);
    leave('after', END + 1000);
    const session = { sessionId: 'unknown', chargerId: 'C1', pluggedInAt: epochMs(0) };
    book.unknown({ ...session, unpluggedAt: END });
    book.unknown({ ...session, unpluggedAt: DAYS.end });
    const { departures, earlyDepartures } = book.rows();
    expect(departures.map((row) => row.session_id)).toEqual(['first', 'unknown', 'late']);
    expect(earlyDepartures.map((row) => row.session_id)).toEqual(['late']);
  });
});
