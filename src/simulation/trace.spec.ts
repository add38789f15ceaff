import { describe, expect, it } from '@jest/globals';
import { CONTROL_OFF, Frame, Mode } from '../dispatch/index.js';
import { dayInterval, deliveryDay, epochMs, isoInstant, MJ_PER_WH } from '../kernel/index.js';
import type { SimulatedVehicle } from './simulated-vehicle.js';
import { Trace } from './trace.js';

const day = dayInterval(deliveryDay('2026-01-12'));
const car = { sessionId: 'S1', unpluggedAt: day.start, energyMj: 10 * MJ_PER_WH } as SimulatedVehicle;

function frameAt(from: number): Frame {
  const frame = Object.assign(new Frame(), { from, seconds: 3, committedW: 100_000, count: 2 });
  frame.millihertz.set([49_950, CONTROL_OFF, 50_000]);
  frame.requiredW.set([50_000, 0, 0]);
  frame.deliveredW.set([49_999, 0, 0]);
  frame.baselineW.set([-7, -7, -7]);
  frame.maintainedW.set([100_000, 0, 100_000]);
  frame.enduranceUpMin.set([61.26, 70, 70]);
  frame.enduranceDownMin.set([80, 70, 70]);
  for (let second = 0; second < 3; second++) frame.powerW[second * frame.stride + 1] = second * 100;
  frame.plannedW = Int32Array.of(0, 5);
  frame.modes = Uint8Array.of(Mode.Charging, Mode.Reserve);
  return frame;
}

describe('the trace of a day', () => {
  it('has a line for every second of the group; no frequency is no number', () => {
    const trace = new Trace(day);
    trace.frame(frameAt(day.start));
    expect(trace.group.slice(1)).toEqual([
      `${isoInstant(day.start)},49.950,0.100000,50000,49999,-7,100000,61.3,0,0`,
      `${isoInstant(day.start + 1000)},,0.100000,0,0,-7,0,70.0,0,0`,
      `${isoInstant(day.start + 2000)},50.000,0.100000,0,0,-7,100000,70.0,0,0`,
    ]);
    expect(trace.group[0]?.split(',')).toHaveLength(10);
  });
  it('has the mean power of every car over the frame, and its energy at the start', () => {
    const trace = new Trace(day);
    const frame = frameAt(day.start);
    trace.obeyed(frame, [undefined, car], Float64Array.of(0, 12.5 * MJ_PER_WH));
    // (0 + 100 + 200) W / 3
    expect(trace.vehicles.slice(1)).toEqual([`${isoInstant(day.start)},S1,100.000000,12.500000,5`]);
    frame.modes = Uint8Array.of(0, Mode.Charging);
    trace.obeyed(frame, [undefined, car], Float64Array.of(0, 0));
    expect(trace.vehicles.at(-1)).toBe(`${isoInstant(day.start)},S1,100.000000,0.000000,100.000000`);
  });
  it('ends a car’s rows with its unplugging', () => {
    const trace = new Trace(day);
    trace.unplugged(car);
    expect(trace.vehicles.at(-1)).toBe(`${isoInstant(day.start)},S1,0.000000,10.000000,0`);
  });
  it.each([day.start - 60_000, day.end])('knows nothing of other days (%i)', (at) => {
    const trace = new Trace(day);
    trace.frame(frameAt(at));
    trace.obeyed(frameAt(at), [car], Float64Array.of(0));
    trace.unplugged({ ...car, unpluggedAt: epochMs(at) });
    expect([trace.group.length, trace.vehicles.length]).toEqual([1, 1]);
  });
});
