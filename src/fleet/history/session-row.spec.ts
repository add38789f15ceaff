import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../kernel/index.js';
import { sessionOfRow, type RawRow } from './session-row.js';

const row: RawRow = {
  session_id: 'S1',
  charger_id: 'C1',
  plugged_in_at: '2018-09-07T14:13:00+02:00',
  unplugged_at: '2018-09-08T07:35:00+02:00',
  energy_kwh: '6.840',
};
const read = (cells: RawRow = {}) => sessionOfRow({ ...row, ...cells }, 'file, line 2');

describe('a row of a sessions file', () => {
  it('needs the five columns only', () => {
    expect(read()).toEqual({
      sessionId: 'S1',
      chargerId: 'C1',
      pluggedInAt: Date.UTC(2018, 8, 7, 12, 13),
      unpluggedAt: Date.UTC(2018, 8, 8, 5, 35),
      energyWh: 6_840,
      arrivalSocPermille: null,
      targetSocPermille: null,
      departureEstimateAt: null,
      batteryWh: null,
      maxChargeW: null,
      maxDischargeW: null,
    });
  });
  it('turns every unit', () => {
    const cells = {
      arrival_soc: '52.7',
      target_soc: 95,
      battery_kwh: '14.2',
      max_charge_kw: '3.5',
      max_discharge_kw: '0',
    };
    expect(read(cells)).toMatchObject({
      arrivalSocPermille: 527,
      targetSocPermille: 950,
      batteryWh: 14_200,
      maxChargeW: 3_500,
      maxDischargeW: 0,
    });
  });
  it('understands a space between date and time', () => {
    expect(read({ plugged_in_at: '2018-09-07 14:13:00+02:00' }).pluggedInAt).toBe(Date.UTC(2018, 8, 7, 12, 13));
  });
  it('leaves out an estimate that is not after the plug-in', () => {
    expect(read({ departure_estimate: '2018-09-07T14:13:00+02:00' }).departureEstimateAt).toBeNull();
    expect(read({ departure_estimate: '2018-09-08T06:00:00+02:00' }).departureEstimateAt).toBe(Date.UTC(2018, 8, 8, 4));
  });
  it.each([
    [{ unplugged_at: '2018-09-07T14:12:59+02:00' }, 'unplugged_at is before plugged_in_at'],
    [{ plugged_in_at: '2018-09-07T14:13:00' }, 'plugged_in_at'],
    [{ energy_kwh: '' }, 'energy_kwh is empty'],
    [{ energy_kwh: 'six' }, 'energy_kwh "six" is not a number'],
    [{ energy_kwh: '6,84' }, 'energy_kwh "6,84" is not a number'],
    [{ energy_kwh: '-1' }, 'energy_kwh -1 is outside'],
    [{ energy_kwh: 'Infinity' }, 'energy_kwh "Infinity" is not a number'],
    [{ arrival_soc: '140' }, 'arrival_soc 140 is outside 0 to 100'],
    [{ target_soc: '-0.1' }, 'target_soc'],
    [{ battery_kwh: '0' }, 'battery_kwh'],
    [{ session_id: '' }, 'session_id is empty'],
    [{ session_id: 'S\u0007' }, 'session_id must be printable'],
    [{ charger_id: true }, 'charger_id'],
  ])('is refused with file, line and column: %p', (cells, said) => {
    expect(() => read(cells as RawRow)).toThrow(InputError);
    expect(() => read(cells as RawRow)).toThrow(`file, line 2: ${said.split(':')[0]}`);
  });
});
