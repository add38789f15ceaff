import { describe, expect, it } from '@jest/globals';
import { isRole, MAY, mayActFor, ROLES, type Permission, type User } from './roles.js';

const user = (role: User['role'], driverId: string | null): User => ({ subject: 's', role, roles: [role], driverId });

describe('roles', () => {
  it('are known by name, exactly', () => {
    expect(ROLES.every(isRole)).toBe(true);
    expect(['Trader', 'admin', '', null, ['trader']].some(isRole)).toBe(false);
  });

  it('let the auditor read everything of the business and change nothing', () => {
    const permissions = Object.keys(MAY) as Permission[];
    const auditors = permissions.filter((permission) => MAY[permission].some((role) => role === 'auditor'));
    expect(auditors).toEqual(permissions.filter((permission) => permission.startsWith('read')));
  });

  it('let a driver reach sessions and preferences only', () => {
    const permissions = Object.keys(MAY) as Permission[];
    expect(permissions.filter((permission) => MAY[permission].some((role) => role === 'driver'))).toEqual([
      'readSessions',
      'statePreferences',
    ]);
  });

  it('let the trader alone trade', () => {
    expect(MAY.controlTrading).toEqual(['trader']);
  });

  it('bind a driver to the own id, and to no session without one', () => {
    expect(mayActFor(user('driver', 'D1'), 'D1')).toBe(true);
    expect(mayActFor(user('driver', 'D1'), 'D2')).toBe(false);
    expect(mayActFor(user('driver', 'D1'), null)).toBe(false);
    expect(mayActFor(user('operator', null), 'D2')).toBe(true);
  });
});
