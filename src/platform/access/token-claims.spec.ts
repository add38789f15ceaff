import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '../../kernel/index.js';
import { userOf } from './token-claims.js';

describe('claims of a token', () => {
  it.each([[['trader']], ['trader'], ['openid trader'], [['offline_access', 'trader']]])(
    'name the role in %j',
    (roles) => {
      expect(userOf({ sub: 'ada', roles })).toEqual({
        subject: 'ada',
        role: 'trader',
        roles: ['trader'],
        driverId: null,
      });
    },
  );

  it('may name several roles: the others come before the driver, who then is bound to nobody', () => {
    expect(userOf({ sub: 'ada', roles: ['driver', 'finance', 'trader'], driver_id: 'D1' })).toEqual({
      subject: 'ada',
      role: 'trader',
      roles: ['trader', 'finance', 'driver'],
      driverId: null,
    });
  });

  it('bind a driver to the driver they name', () => {
    expect(userOf({ sub: 'd', roles: ['driver'], driver_id: 'D1' })).toMatchObject({ role: 'driver', driverId: 'D1' });
  });

  it.each([
    [{ roles: ['trader'] }, 'sub'],
    [{ sub: '', roles: ['trader'] }, 'sub'],
    [{ sub: 'ada' }, 'roles'],
    [{ sub: 'ada', roles: [] }, 'roles'],
    [{ sub: 'ada', roles: ['admin', 7, null] }, 'roles'],
    [{ sub: 'ada', roles: { trader: true } }, 'roles'],
    [{ sub: 'ada', role: 'trader' }, 'roles'],
    [{ sub: 'd', roles: ['driver'] }, 'driver_id'],
    [{ sub: 'd', roles: ['driver'], driver_id: 7 }, 'driver_id'],
  ])('%j speak for nobody', (claims, field) => {
    const refusal = userOf(claims);
    expect(isRefusal(refusal) && { code: refusal.code, field: refusal.field }).toEqual({
      code: 'TOKEN_INVALID',
      field,
    });
  });
});
