import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../kernel/index.js';
import { sessionOfAcn } from './acn.js';

const item = {
  sessionID: '2_39_1',
  stationID: '2-39',
  connectionTime: 'Sat, 01 May 2021 20:00:00 GMT',
  disconnectTime: 'Sat, 01 May 2021 23:00:00 GMT',
  kWhDelivered: 30.936,
  userInputs: null,
};
const input = (modifiedAt: string, requestedDeparture: string) => ({ modifiedAt, requestedDeparture });

describe('a session of ACN-Data', () => {
  it('is a session without SoC and battery', () => {
    expect(sessionOfAcn(item, 'item 1')).toEqual({
      sessionId: '2_39_1',
      chargerId: '2-39',
      pluggedInAt: Date.UTC(2021, 4, 1, 20),
      unpluggedAt: Date.UTC(2021, 4, 1, 23),
      energyWh: 30_936,
      arrivalSocPermille: null,
      targetSocPermille: null,
      departureEstimateAt: null,
      batteryWh: null,
      maxChargeW: null,
      maxDischargeW: null,
    });
  });
  it('takes the driver’s last word before the unplug', () => {
    const userInputs = [
      input('Sat, 01 May 2021 20:30:00 GMT', 'Sat, 01 May 2021 22:30:00 GMT'),
      input('Sat, 01 May 2021 20:00:00 GMT', 'Sat, 01 May 2021 21:00:00 GMT'),
      input('Sat, 01 May 2021 23:30:00 GMT', 'Sun, 02 May 2021 08:00:00 GMT'),
    ];
    expect(sessionOfAcn({ ...item, userInputs }, 'item 1').departureEstimateAt).toBe(Date.UTC(2021, 4, 1, 22, 30));
  });
  it.each([
    [{ connectionTime: 'yesterday' }, 'connectionTime'],
    [{ disconnectTime: 'Sat, 01 May 2021 19:00:00 GMT' }, 'disconnectTime is before'],
    [{ kWhDelivered: '30' }, 'kWhDelivered'],
    [{ kWhDelivered: -1 }, 'kWhDelivered'],
    [{ stationID: '' }, 'stationID'],
  ])('is refused by item and field: %p', (fields, said) => {
    expect(() => sessionOfAcn({ ...item, ...fields }, 'item 7')).toThrow(InputError);
    expect(() => sessionOfAcn({ ...item, ...fields }, 'item 7')).toThrow(new RegExp(`item 7.*${said}`));
  });
});
