import { describe, expect, it } from '@jest/globals';
import { epochMs, type EpochMs } from '../kernel/index.js';
import { fcrnRules, newestFcrnRules } from '../market/index.js';
import { CONTROL_OFF, Frame } from './frame.js';
import { GroupManagement } from './group-management.js';

const NOON = Date.UTC(2026, 0, 12, 12);
const at = (second: number): EpochMs => epochMs(NOON + second * 1000);
const restoring = [{ seconds: 150, nemAllowed: -1, aemReferenceMhz: null }];

function frameAt(second: number, millihertz: number): Frame {
  const frame = Object.assign(new Frame(), { from: at(second), seconds: 1, committedW: 100_000 });
  frame.millihertz[0] = millihertz;
  return frame;
}

describe('energy management of the group', () => {
  it('goes on after a restart as it was', () => {
    const management = new GroupManagement(newestFcrnRules());
    management.recall({ until: at(0), past: restoring });
    management.standAt(at(299));
    expect(management.inHand()).toMatchObject({ mean: -0.5, allowed: -1 });
  });
  it('begins anew when its reserve was off for as long as its mean is long', () => {
    const management = new GroupManagement(newestFcrnRules());
    management.recall({ until: at(0), past: restoring });
    management.standAt(at(300));
    expect(management.inHand()).toMatchObject({ mean: 0, allowed: 0 });
  });
  it('stands still while the reserve is off, whether or not anybody is there', () => {
    const management = new GroupManagement(newestFcrnRules());
    management.recall({ until: at(0), past: restoring });
    management.note(frameAt(200, 50_000), 0, 100_000);
    for (let second = 201; second < 500; second++) management.note(frameAt(second, CONTROL_OFF), 0, 100_000);
    management.standAt(at(500));
    expect(management.inHand().mean).toBe(-0.5);
    management.standAt(at(501));
    expect(management.inHand().mean).toBe(0);
  });
  it('begins anew with rules of another date', () => {
    const management = new GroupManagement(newestFcrnRules());
    management.recall({ until: at(0), past: restoring });
    management.follow(newestFcrnRules());
    expect(management.inHand().mean).toBe(-0.5);
    management.follow(fcrnRules(epochMs(Date.UTC(2022, 0, 1))));
    expect(management.inHand().mean).toBe(0);
  });
  it('notes in which seconds it ran, and what it decided', () => {
    const management = new GroupManagement(newestFcrnRules());
    management.recall({ until: at(0), past: [{ seconds: 1, nemAllowed: 0, aemReferenceMhz: 49_950 }] });
    const noted = [frameAt(0, 49_950), frameAt(1, CONTROL_OFF), Object.assign(frameAt(2, 49_950), { committedW: 0 })];
    for (const frame of noted) management.note(frame, 0, 100_000);
    const nothingHeld = frameAt(3, 49_950);
    management.note(nothingHeld, 0, 0);
    expect([...noted, nothingHeld].map(({ managed }) => managed[0])).toEqual([1, 0, 0, 0]);
    expect([noted[0]?.aemOn[0], noted[0]?.nemAllowed[0]]).toEqual([1, 0]);
  });
});
