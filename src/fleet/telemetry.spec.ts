import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plugInMessage, pluggedIn } from '../../test/support/fleet.js';
import { factOf, percentToPermille } from './telemetry.js';

const ids = { messageId: 'm2', chargerId: 'C1', sessionId: 'S1' };

describe('a message as a fact', () => {
  it('is the plug-in in permille and UTC', () => {
    expect(factOf(plugInMessage())).toEqual(pluggedIn());
    expect(factOf(plugInMessage({ at: '2026-01-12T17:00:00+02:00' }))).toEqual(pluggedIn());
  });
  it('fills in what a plug-in leaves unsaid', () => {
    const { messageId, type, chargerId, sessionId, at } = plugInMessage();
    expect(factOf({ messageId, type, chargerId, sessionId, at, maxChargeW: 3_700 })).toEqual(
      pluggedIn({
        driverId: null,
        batteryWh: null,
        socPermille: null,
        maxChargeW: 3_700,
        maxDischargeW: 0,
        minSocPermille: 200,
        departureAt: null,
        v2g: false,
      }),
    );
  });
  it('turns efficiencies and the maximum SoC', () => {
    expect(factOf(plugInMessage({ maxSoc: 92.5, chargeEfficiency: 0.9, dischargeEfficiency: 0.88 }))).toMatchObject({
      data: { maxSocPermille: 925, chargeEfficiencyPermille: 900, dischargeEfficiencyPermille: 880 },
    });
  });
  it('keeps the sign of power: injection is positive on the wire and inside', () => {
    expect(factOf({ ...ids, type: 'soc', at: '2026-01-12T15:00:30Z', soc: 52.4, powerW: -7_400 })).toEqual({
      type: 'SocReported',
      data: {
        sessionId: 'S1',
        chargerId: 'C1',
        at: '2026-01-12T15:00:30.000Z',
        socPermille: 524,
        powerW: -7_400,
        quality: 'measured',
      },
    });
  });
  it('calls registers what they are: cumulated', () => {
    expect(factOf({ ...ids, type: 'meter', at: '2026-01-12T15:01:00Z', importWh: 1_210, exportWh: 80 })).toMatchObject({
      type: 'MeterValuesRecorded',
      data: { importWhCumulated: 1_210, exportWhCumulated: 80 },
    });
  });
  it.each([
    [{ at: '2026-01-12 15:00' }, 'at'],
    [{ departureAt: 'tomorrow' }, 'departureAt'],
  ])('is refused where a time is none: %p', (fields, field) => {
    expect(factOf(plugInMessage(fields))).toMatchObject({ code: 'NOT_AN_INSTANT', field });
  });
  it('carries limits that taper with the state of charge, and what standby takes', () => {
    const chargeCurve = [
      { soc: 60, maxW: 50_000 },
      { soc: 90.5, maxW: 9_000 },
    ];
    expect(factOf(plugInMessage({ chargeCurve, standbyW: 40 }))).toMatchObject({
      data: {
        chargeCurve: [
          { socPermille: 600, maxW: 50_000 },
          { socPermille: 905, maxW: 9_000 },
        ],
        standbyW: 40,
      },
    });
    expect(factOf(plugInMessage())).not.toHaveProperty('data.chargeCurve');
  });
  it('is refused where states of charge don’t rise by a step of the gauge', () => {
    const dischargeCurve = [
      { soc: 10, maxW: 5_000 },
      { soc: 10.02, maxW: 9_000 },
    ];
    expect(factOf(plugInMessage({ dischargeCurve }))).toMatchObject({
      code: 'CURVE_NOT_RISING',
      field: 'dischargeCurve',
    });
  });
  it('reads every gauge value of one decimal exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (permille) => percentToPermille(permille / 10) === permille),
    );
  });
});
