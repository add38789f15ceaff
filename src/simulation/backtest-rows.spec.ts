import { describe, expect, it } from '@jest/globals';
import { aSimulatedVehicle } from '../../test/support/simulated-vehicle.js';
import { MJ_PER_WH, parseInstant } from '../kernel/index.js';
import {
  DEPARTURE_COLUMNS,
  departureRow,
  idleMtu,
  MTU_COLUMNS,
  mwhOfWattSeconds,
  unknownDeparture,
  wattHoursText,
} from './backtest-rows.js';

describe('energies in the tables', () => {
  it('are MWh with nine decimals: milliwatt-hours', () => {
    expect(mwhOfWattSeconds(3_600_000_000)).toBe('1.000000000');
    // 9 W·s ÷ 3.6 = 2.5 mWh
    expect(mwhOfWattSeconds(9)).toBe('0.000000003');
    expect(mwhOfWattSeconds(0)).toBe('0.000000000');
  });

  it('are Wh with six decimals for a battery', () => {
    expect(wattHoursText(25_000 * MJ_PER_WH)).toBe('25000.000000');
    expect(wattHoursText(1)).toBe('0.000000');
  });
});

describe('an hour in which nothing was sold', () => {
  it('has every column, the price where there is one, and zeros', () => {
    const row = idleMtu(parseInstant('2026-01-12T15:00:00Z'), 300_000, '21.5');
    expect(Object.keys(row)).toEqual([...MTU_COLUMNS]);
    expect(row).toMatchObject({
      mtu_start: '2026-01-12T15:00:00.000Z',
      offered_mw: '0.300000',
      awarded_mw: '0.000000',
    });
    expect(row.price_eur_per_mw_h).toBe('21.5');
    expect(idleMtu(parseInstant('2026-01-12T15:00:00Z'), 0, null).price_eur_per_mw_h).toBe('');
  });
});

describe('a departure', () => {
  it('is below its target by a millijoule, or not at all', () => {
    const row = (energyMj: number) => departureRow(aSimulatedVehicle({ energyMj }));
    expect(row(40_000 * MJ_PER_WH)).toMatchObject({ reachable: 'true', below_target: 'false' });
    expect(row(40_000 * MJ_PER_WH - 1)).toMatchObject({ reachable: 'true', below_target: 'true' });
  });

  it('has every column; what is not known is left empty', () => {
    const vehicle = aSimulatedVehicle();
    expect(Object.keys(departureRow(vehicle))).toEqual([...DEPARTURE_COLUMNS]);
    const unknown = unknownDeparture(vehicle);
    expect(Object.keys(unknown)).toEqual([...DEPARTURE_COLUMNS]);
    expect(unknown).toMatchObject({ session_id: 'S1', reachable: '', below_target: '', departure_wh: '' });
  });
});
