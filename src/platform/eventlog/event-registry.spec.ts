import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '../../kernel/index.js';
import { EventRegistry } from './event-registry.js';

describe('EventRegistry', () => {
  const registry = new EventRegistry();
  registry.add('SocReported', [(data: object) => ({ ...data, quality: 'measured' })]);
  const event = (type: string, schemaVersion: number): Recorded => ({ type, schemaVersion, data: {} }) as Recorded;

  it('knows the current version of a type, 1 where nothing was declared', () => {
    expect([registry.versionOf('SocReported'), registry.versionOf('VehiclePluggedIn')]).toEqual([2, 1]);
  });

  it('gives each event in its current version', () => {
    expect(registry.current(event('SocReported', 1))).toMatchObject({
      schemaVersion: 2,
      data: { quality: 'measured' },
    });
    const untouched = event('VehiclePluggedIn', 1);
    expect(registry.current(untouched)).toBe(untouched);
  });

  it('refuses a type that two declare', () => {
    expect(() => registry.add('SocReported', [])).toThrow('declared twice');
  });
});
