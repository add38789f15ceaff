import { describe, expect, it } from '@jest/globals';
import { CONTROL_OFF, Frame } from '../dispatch/index.js';
import { Stretch } from './stretch.js';

function frameOf(
  millihertz: readonly number[],
  change: Partial<Record<'nem' | 'aem' | 'nemAllowed' | 'aemOn', number>>,
) {
  const frame = new Frame();
  frame.seconds = millihertz.length;
  frame.millihertz.set(millihertz);
  frame.managed.set(millihertz.map((value) => (value === CONTROL_OFF ? 0 : 1)));
  for (const [name, value] of Object.entries(change)) frame[name as 'nem'].fill(value);
  return frame;
}
const accountOf = (...frames: Frame[]) => {
  const stretch = new Stretch();
  for (const frame of frames) stretch.take(frame);
  return stretch.account();
};

describe('a stretch of seconds', () => {
  it('says nothing of energy management or gaps where there was neither', () => {
    const account = accountOf(frameOf([50_000, 49_990], {}));
    expect(account).toMatchObject({ seconds: 2, controlOffSeconds: 0 });
    expect(Object.keys(account)).not.toEqual(expect.arrayContaining(['energyManagement']));
    expect(Object.keys(account)).not.toEqual(expect.arrayContaining(['controlOff']));
  });
  it('says which seconds had no frequency, over its frames', () => {
    const gaps = accountOf(
      frameOf([50_000, CONTROL_OFF, CONTROL_OFF], {}),
      frameOf([CONTROL_OFF, 50_000, CONTROL_OFF], {}),
    );
    expect(gaps).toMatchObject({
      controlOffSeconds: 4,
      controlOff: [
        { firstSecond: 1, seconds: 3 },
        { firstSecond: 5, seconds: 1 },
      ],
    });
  });
  it('keeps what energy management decided, second by second, while it acts', () => {
    const resting = frameOf([49_980, 49_980], {});
    const restoring = frameOf([49_980, CONTROL_OFF, 49_980], { nem: 1, nemAllowed: -1 });
    const alert = frameOf([49_970, 49_800, 49_800], { aem: 1, aemOn: 1 });
    expect(accountOf(resting, restoring, alert).energyManagement).toEqual([
      { seconds: 2, nemAllowed: 0, aemReferenceMhz: null },
      { seconds: 2, nemAllowed: -1, aemReferenceMhz: null },
      { seconds: 1, nemAllowed: 0, aemReferenceMhz: 49_970 },
      { seconds: 2, nemAllowed: 0, aemReferenceMhz: 49_900 },
    ]);
  });
});
