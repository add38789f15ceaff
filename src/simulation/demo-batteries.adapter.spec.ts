import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/support/http-server.js';
import { DemoBatteryFile } from './demo-batteries.adapter.js';
import { DEMO_BEGINS } from './demo.js';

const path = (): string => join(temporaryFolder('backfeed-batteries'), 'demo-batteries.json');

describe('the batteries of the demo’s cars', () => {
  it('are read as they were written last', async () => {
    const file = new DemoBatteryFile(path());
    await file.write({ at: DEMO_BEGINS, energyMj: { A: 1 } });
    await file.write({ at: DEMO_BEGINS, energyMj: { A: 108_000_000_001, B: 0 } });
    expect(await file.read()).toEqual({ at: DEMO_BEGINS, energyMj: { A: 108_000_000_001, B: 0 } });
  });

  it.each(['', '{"at":1', '{"at":1}', '{"at":"soon","energyMj":{}}', '{"at":1,"energyMj":{"A":"full"}}'])(
    'are nobody’s where the file is spoilt: %j',
    async (text) => {
      const spoilt = path();
      writeFileSync(spoilt, text);
      expect(await new DemoBatteryFile(spoilt).read()).toBeNull();
    },
  );

  it('are nobody’s where there is no file', async () => {
    expect(await new DemoBatteryFile(path()).read()).toBeNull();
  });
});
