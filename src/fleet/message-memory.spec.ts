import { describe, expect, it } from '@jest/globals';
import { pluggedIn } from '../../test/support/fleet.js';
import { MessageMemory, sameFact } from './message-memory.js';

describe('the memory of messages', () => {
  it('holds the last ones only', () => {
    const memory = new MessageMemory(4);
    for (const id of ['m1', 'm2', 'm3', 'm4', 'm5']) memory.remember(id, pluggedIn({ sessionId: id }));
    expect(['m1', 'm4', 'm5'].map((id) => memory.find(id)?.data.sessionId)).toEqual([undefined, 'm4', 'm5']);
  });
  it('tells equal facts from others', () => {
    expect(sameFact(pluggedIn(), pluggedIn())).toBe(true);
    expect(sameFact(pluggedIn(), pluggedIn({ socPermille: 521 }))).toBe(false);
    const { sessionId, chargerId, at, socPermille } = pluggedIn().data;
    expect(sameFact(pluggedIn(), { type: 'VehicleUnplugged', data: { sessionId, chargerId, at, socPermille } })).toBe(
      false,
    );
  });
  it('knows a charge curve that comes again as the same', () => {
    const curve = (maxW: number) => ({ chargeCurve: [{ socPermille: 800, maxW }] });
    expect(sameFact(pluggedIn(curve(5000)), pluggedIn(curve(5000)))).toBe(true);
    expect(sameFact(pluggedIn(curve(5000)), pluggedIn(curve(5001)))).toBe(false);
    expect(sameFact(pluggedIn(curve(5000)), pluggedIn())).toBe(false);
  });
});
