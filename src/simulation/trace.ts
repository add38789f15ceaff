import type { Frame } from '../dispatch/index.js';
import { CONTROL_OFF, Mode } from '../dispatch/index.js';
import { formatMw, isoInstant, type Interval } from '../kernel/index.js';
import { wattHoursText } from './backtest-rows.js';
import type { SimulatedVehicle } from './simulated-vehicle.js';

const GROUP_HEADER =
  'time,frequency_hz,committed_mw,required_w,delivered_w,baseline_w,maintained_w,endurance_min,nem,aem';
const VEHICLE_HEADER = 'time,session_id,power_w,energy_wh,baseline_w';

/** One delivery day second by second, as lines of two files: what anyone needs to audit it. */
export class Trace {
  readonly group: string[] = [GROUP_HEADER];
  readonly vehicles: string[] = [VEHICLE_HEADER];

  constructor(private readonly day: Interval) {}

  frame(frame: Frame): void {
    if (frame.from < this.day.start || frame.from >= this.day.end) return;
    for (let second = 0; second < frame.seconds; second++) this.group.push(groupLine(frame, second));
  }

  /** The mean power from the frame's start to the next row of the same session, and the energy at its start. */
  obeyed(frame: Frame, vehicles: readonly (SimulatedVehicle | undefined)[], before: Float64Array): void {
    if (frame.from < this.day.start || frame.from >= this.day.end) return;
    const time = isoInstant(frame.from);
    vehicles.forEach((vehicle, slot) => {
      if (vehicle === undefined) return;
      let sum = 0;
      for (let second = 0; second < frame.seconds; second++)
        sum += frame.powerW[second * frame.stride + slot] as number;
      const mean = (sum / frame.seconds).toFixed(6);
      const baseline = frame.modes[slot] === Mode.Charging ? mean : String(frame.plannedW[slot]);
      this.vehicles.push(`${time},${vehicle.sessionId},${mean},${wattHoursText(before[slot] as number)},${baseline}`);
    });
  }

  /** The car's last row: nothing flows any more. */
  unplugged(vehicle: SimulatedVehicle): void {
    if (vehicle.unpluggedAt < this.day.start || vehicle.unpluggedAt >= this.day.end) return;
    this.vehicles.push(
      `${isoInstant(vehicle.unpluggedAt)},${vehicle.sessionId},0.000000,${wattHoursText(vehicle.energyMj)},0`,
    );
  }
}

function groupLine(frame: Frame, second: number): string {
  const millihertz = frame.millihertz[second] as number;
  const endurance = Math.min(frame.enduranceUpMin[second] as number, frame.enduranceDownMin[second] as number);
  return [
    isoInstant(frame.from + second * 1000),
    millihertz === CONTROL_OFF ? '' : (millihertz / 1000).toFixed(3),
    formatMw(frame.committedW),
    frame.requiredW[second],
    frame.deliveredW[second],
    frame.baselineW[second],
    frame.maintainedW[second],
    (frame.committedW === 0 ? 0 : endurance).toFixed(1),
    frame.nem[second],
    frame.aem[second],
  ].join(',');
}
