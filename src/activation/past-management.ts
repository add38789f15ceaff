import { epochMs, MS_PER_SECOND, parseInstant, type EpochMs } from '../kernel/index.js';
import type { PastManagement } from '../dispatch/index.js';
import type { ManagedSeconds } from '../market/index.js';
import type { ResponseRecorded } from './activation.events.js';
import { eachSecondOnce } from './recorded-mtu.js';

/**
 * The end of what energy management did, from the records of the response: `windowSeconds` of it, or back to where it
 * slept. Null: nothing is acting any more.
 */
export function pastManagement(
  records: readonly ResponseRecorded['data'][],
  windowSeconds: number,
): PastManagement | null {
  const inOrder = eachSecondOnce(records);
  const past: ManagedSeconds[] = [];
  let seconds = 0;
  for (const { energyManagement, ...record } of [...inOrder].reverse()) {
    const answered = record.seconds - record.controlOffSeconds;
    // Answered, and nothing of it acted: all means were zero then, and what was before can't be in them.
    if (energyManagement === undefined && answered > 0) break;
    for (const run of [...(energyManagement ?? [])].reverse()) {
      past.unshift(run);
      seconds += run.seconds;
    }
    if (seconds >= windowSeconds) break;
  }
  const last = inOrder.filter((record) => record.seconds > record.controlOffSeconds).at(-1);
  return past.length === 0 || last === undefined ? null : { until: answeredUntil(last), past };
}

/** End of the last second of a record that had a frequency. */
function answeredUntil({ from, seconds, controlOff }: ResponseRecorded['data']): EpochMs {
  const tail = controlOff?.at(-1);
  const last = tail !== undefined && tail.firstSecond + tail.seconds === seconds ? tail.firstSecond : seconds;
  return epochMs(parseInstant(from) + last * MS_PER_SECOND);
}
