import type { Frame, SetPointSink } from '../dispatch/index.js';
import type { TelemetryAnswer } from '../fleet/index.js';
import { epochMs, invariant, isoInstant, MJ_PER_WH, unitOf, type EpochMs } from '../kernel/index.js';
import { EFFICIENCY_PERMILLE, obey, type SimulatedVehicle } from './simulated-vehicle.js';
import type { WorldPart } from './world.js';

/** A stay of a car at a charger, as it will happen. Sorted by plug-in when handed in. */
export interface Stay {
  readonly sessionId: string;
  readonly chargerId: string;
  readonly driverId: string | null;
  readonly pluggedInAt: EpochMs;
  readonly unpluggedAt: EpochMs;
  readonly statedDepartureAt: EpochMs;
  readonly batteryWh: number;
  readonly arrivalSocPermille: number;
  readonly targetSocPermille: number;
  readonly minSocPermille: number;
  readonly maxChargeW: number;
  readonly maxDischargeW: number;
}

export interface FleetListener {
  unplugged?(vehicle: SimulatedVehicle): void;
  /** After a frame was obeyed: `before` is the energy at its start by slot of the frame. */
  obeyed?(frame: Frame, vehicles: readonly (SimulatedVehicle | undefined)[], before: Float64Array): void;
}

export interface SimulatedFleetOptions {
  readonly stays: Iterable<Stay>;
  readonly report: (messages: readonly object[], now: EpochMs) => Promise<TelemetryAnswer>;
  /** Minutes between two SoC reports of a car. */
  readonly reportMinutes?: number;
  readonly listener?: FleetListener;
  /** Cars that are plugged in already and on record, with the energy they have. */
  readonly present?: readonly { readonly stay: Stay; readonly energyMj: number; readonly since: EpochMs }[];
}

/** Cars that come, obey their set-points second by second, report their gauge, and leave when they want to. */
export class SimulatedFleet implements WorldPart, SetPointSink {
  private readonly pending: Iterator<Stay>;
  private nextStay: Stay | null;
  private readonly present = new Map<string, SimulatedVehicle & { nextReportAt: number }>();
  private before = new Float64Array(64);

  constructor(private readonly options: SimulatedFleetOptions) {
    this.pending = options.stays[Symbol.iterator]();
    this.nextStay = this.pull();
    for (const { stay, energyMj, since } of options.present ?? [])
      this.present.set(stay.sessionId, { ...vehicleOf(stay), energyMj, nextReportAt: this.reportAfter(since) });
  }

  vehicles(): IterableIterator<SimulatedVehicle> {
    return this.present.values();
  }

  nextDueAt(): EpochMs | null {
    let next = this.nextStay === null ? Infinity : this.nextStay.pluggedInAt;
    for (const vehicle of this.present.values()) next = Math.min(next, vehicle.nextReportAt, vehicle.unpluggedAt);
    return Number.isFinite(next) ? epochMs(next) : null;
  }

  async runDue(now: EpochMs): Promise<void> {
    await this.send([...this.leave(now), ...this.arrive(now), ...this.reportSoc(now)], now);
  }

  /** Every car says what it has, off the marks too: before the world is put aside, and what is on record is all of it. */
  async readGauges(now: EpochMs): Promise<void> {
    await this.send(
      [...this.present.values()].map((vehicle) => messageOf('soc', vehicle, now, { soc: gauge(vehicle) })),
      now,
    );
  }

  follow(frame: Frame): void {
    if (this.before.length < frame.count) this.before = new Float64Array(frame.stride);
    const vehicles = frame.sessionIds.slice(0, frame.count).map((id) => this.present.get(id));
    vehicles.forEach((vehicle, slot) => {
      if (vehicle === undefined) return;
      this.before[slot] = vehicle.energyMj;
      for (let second = 0; second < frame.seconds; second++)
        obey(vehicle, frame.powerW[second * frame.stride + slot] as number);
    });
    this.options.listener?.obeyed?.(frame, vehicles, this.before);
  }

  private async send(messages: readonly object[], now: EpochMs): Promise<void> {
    const answer = await this.options.report(messages, now);
    const [refused] = answer.rejected;
    invariant(refused === undefined, `the engine refused ${refused?.messageId}: ${refused?.code} ${refused?.message}`);
  }

  private pull(): Stay | null {
    const next = this.pending.next();
    return next.done ? null : next.value;
  }

  private leave(now: EpochMs): object[] {
    const messages: object[] = [];
    for (const vehicle of this.present.values()) {
      if (vehicle.unpluggedAt > now) continue;
      this.present.delete(vehicle.sessionId);
      this.options.listener?.unplugged?.(vehicle);
      messages.push(messageOf('unplugged', vehicle, vehicle.unpluggedAt, { soc: gauge(vehicle) }));
    }
    return messages;
  }

  private arrive(now: EpochMs): object[] {
    const messages: object[] = [];
    for (let stay = this.nextStay; stay !== null && stay.pluggedInAt <= now; stay = this.nextStay = this.pull()) {
      const vehicle = vehicleOf(stay);
      this.present.set(stay.sessionId, { ...vehicle, nextReportAt: this.reportAfter(stay.pluggedInAt) });
      messages.push(
        messageOf('plugged-in', vehicle, stay.pluggedInAt, {
          driverId: stay.driverId,
          batteryWh: stay.batteryWh,
          soc: stay.arrivalSocPermille / 10,
          maxChargeW: stay.maxChargeW,
          maxDischargeW: stay.maxDischargeW,
          targetSoc: stay.targetSocPermille / 10,
          minSoc: stay.minSocPermille / 10,
          departureAt: isoInstant(stay.statedDepartureAt),
          v2g: stay.maxDischargeW > 0,
          chargeEfficiency: EFFICIENCY_PERMILLE / 1000,
          dischargeEfficiency: EFFICIENCY_PERMILLE / 1000,
        }),
      );
    }
    return messages;
  }

  private reportSoc(now: EpochMs): object[] {
    const messages: object[] = [];
    for (const vehicle of this.present.values()) {
      if (vehicle.nextReportAt > now) continue;
      vehicle.nextReportAt = this.reportAfter(now);
      messages.push(messageOf('soc', vehicle, now, { soc: gauge(vehicle) }));
    }
    return messages;
  }

  /** Gauges are read on the marks of the clock, all cars at once, as charge point software does. */
  private reportAfter(at: EpochMs): number {
    return unitOf(at, this.options.reportMinutes ?? 15).end;
  }
}

function vehicleOf(stay: Stay): SimulatedVehicle {
  const at = (permille: number): number => (stay.batteryWh * permille * MJ_PER_WH) / 1000;
  const { sessionId, chargerId, batteryWh, pluggedInAt, unpluggedAt, statedDepartureAt, maxChargeW, maxDischargeW } =
    stay;
  return {
    sessionId,
    chargerId,
    batteryWh,
    pluggedInAt,
    unpluggedAt,
    statedDepartureAt,
    maxChargeW,
    maxDischargeW,
    arrivalMj: at(stay.arrivalSocPermille),
    targetMj: at(stay.targetSocPermille),
    minMj: at(stay.minSocPermille),
    energyMj: at(stay.arrivalSocPermille),
    chargedMj: 0,
    dischargedMj: 0,
  };
}

/** What a dashboard shows: percent with one decimal. */
const gauge = (vehicle: SimulatedVehicle): number =>
  Math.max(0, Math.min(100, Math.round((vehicle.energyMj * 1000) / (vehicle.batteryWh * MJ_PER_WH)) / 10));

const messageOf = (type: string, vehicle: SimulatedVehicle, at: EpochMs, fields: object): object => ({
  messageId: `${vehicle.sessionId}:${type}:${at}`,
  type,
  chargerId: vehicle.chargerId,
  sessionId: vehicle.sessionId,
  at: isoInstant(at),
  ...fields,
});
