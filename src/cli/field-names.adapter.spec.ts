import { describe, expect, it } from '@jest/globals';
import { InputError } from '../kernel/index.js';
import { refuseMisspelt } from './field-names.adapter.js';

const known = ['standbyW', 'dischargeAllowanceWh', 'mtus', 'id'];

describe('a field that nobody reads', () => {
  it.each([
    ['StandbyW', 'standbyW'],
    ['standby_w', 'standbyW'],
    ['discharge_allowance_wh', 'dischargeAllowanceWh'],
    ['dischargeAlowanceWh', 'dischargeAllowanceWh'],
    ['mtu', 'mtus'],
  ])('is refused where it looks like one that is read: %s', (name, meant) => {
    const read = () => refuseMisspelt({ id: 'v1', [name]: 1 }, known, 'vehicles[0]');
    expect(read).toThrow(InputError);
    expect(read).toThrow(`vehicles[0].${name} is no field of this file; write ${meant}, if that is what it means`);
  });

  it('may stand there otherwise', () => {
    expect(() => refuseMisspelt({ colour: 'red', note: 'x' }, known, '')).not.toThrow();
    expect(() => refuseMisspelt(null, known, '')).not.toThrow();
  });
});
