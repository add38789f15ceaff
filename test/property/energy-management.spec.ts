import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EnergyManagement, newestFcrnRules } from '../../src/market/index.js';
import { OracleEnergyManagement } from './oracle/index.js';
import { pathArbitrary, pathOf } from './paths.js';
import { patience, sized } from './runs.js';

const rules = newestFcrnRules();
/** Whole watts and watt-hours, as they are announced. */
const reservoirArbitrary = fc.record({
  capacityW: fc.integer({ min: 1_000, max: 1_000_000 }),
  upMinutes: fc.oneof(fc.constant(60), fc.integer({ min: 20, max: 130 })),
  downMinutes: fc.oneof(fc.constant(60), fc.integer({ min: 20, max: 130 })),
});

describe('NEM and AEM', () => {
  it(
    'answer, second by second for three hours, as the document’s equations do',
    () => {
      const pathsArbitrary = fc.array(pathArbitrary, { minLength: 3, maxLength: 3 });
      fc.assert(
        fc.property(reservoirArbitrary, pathsArbitrary, ({ capacityW, upMinutes, downMinutes }, paths) => {
          const hours = paths.map(pathOf);
          const [upWs, downWs] = [upMinutes, downMinutes].map(
            (minutes) => Math.floor((capacityW * minutes) / 60) * 3_600,
          );
          const [product, oracle] = [new EnergyManagement(rules), new OracleEnergyManagement()];
          let givenWs = 0;
          for (let second = 0; second < hours.length * 3_600; second++) {
            const deviation = hours[Math.floor(second / 3_600)]!(second);
            const [storedWs, roomWs] = [upWs! - givenWs, downWs! + givenWs];
            product.step(50_000 + deviation, storedWs / (60 * capacityW), roomWs / (60 * capacityW));
            const asked = oracle.step(deviation, { capacityW, storedWs, roomWs });
            const answered = product.responseW(capacityW, 50_000 + deviation);
            const same = Math.abs(answered - asked.powerW) <= 0.501 && (product.aemActive === 1) === asked.alert;
            if (!same) expect({ second, answered, alert: product.aemActive }).toEqual({ second, asked });
            givenWs += answered;
          }
        }),
        sized(120),
      );
    },
    patience(4),
  );
});
