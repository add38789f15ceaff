import type { BatteriesDischarged } from '../fleet/index.js';
import { ReserveWear, type BatteryWear } from '../flexibility/index.js';
import { MJ_PER_WH } from '../kernel/index.js';
import type { Frame } from './frame.js';
import type { Pool } from './pool.js';

interface Used {
  readonly batteryMj: number;
  readonly wear: ReserveWear;
  /** Of `wear.life()`, what was told already. */
  toldLife: number;
  dischargedMj: number;
  present: boolean;
}

type Table = Pick<BatteriesDischarged['data'], 'sessionIds' | 'dischargedWh' | 'wornMicroWh'>;

const MICRO = 1_000_000;

/**
 * Counts what every battery gives and what that uses of its life, from the frames as they are obeyed. After a restart
 * the cycles begin anew at the energy of then: a swing that was open is counted in two parts, which is never more.
 */
export class BatteryUse {
  private readonly used = new Map<string, Used>();

  /** @param batteryWhOf a session's battery size; null: unknown, and not in the pool. */
  constructor(
    private readonly batteryWhOf: (sessionId: string) => number | null,
    private readonly wear: BatteryWear,
  ) {}

  /** A frame that the pool has just obeyed: its energies are those at the frame's end. */
  take(frame: Frame, pool: Pool): void {
    const { energyMj, dischargePermille } = pool.columns;
    for (let slot = 0; slot < frame.count; slot++) {
      const used = this.usedBy(frame, pool, slot);
      if (used === null) continue;
      let discharged = 0;
      for (let second = 0; second < frame.seconds; second++) {
        const power = frame.powerW[second * frame.stride + slot] as number;
        if (power > 0) discharged += power;
      }
      used.dischargedMj += (discharged * MICRO) / (dischargePermille[slot] as number);
      used.wear.add((energyMj[slot] as number) / used.batteryMj);
    }
  }

  /** What was used since the last call; cars that are gone are forgotten. In order of the sessions' first frames. */
  tell(): Table {
    const table = { sessionIds: [] as string[], dischargedWh: [] as number[], wornMicroWh: [] as number[] };
    for (const [sessionId, used] of this.used) {
      const life = used.wear.life();
      const dischargedWh = Math.ceil(used.dischargedMj / MJ_PER_WH);
      const wornMicroWh = Math.round(((life - used.toldLife) * used.batteryMj * MICRO) / MJ_PER_WH);
      if (dischargedWh > 0 || wornMicroWh !== 0) {
        table.sessionIds.push(sessionId);
        table.dischargedWh.push(dischargedWh);
        table.wornMicroWh.push(wornMicroWh);
      }
      if (!used.present) this.used.delete(sessionId);
      Object.assign(used, { toldLife: life, dischargedMj: 0, present: false });
    }
    return table;
  }

  /** Discharged since it was told last, mJ. */
  untoldMj(sessionId: string): number {
    return this.used.get(sessionId)?.dischargedMj ?? 0;
  }

  private usedBy(frame: Frame, pool: Pool, slot: number): Used | null {
    const sessionId = frame.sessionIds[slot] as string;
    const known = this.used.get(sessionId);
    if (known !== undefined) {
      known.present = true;
      return known;
    }
    const batteryWh = this.batteryWhOf(sessionId);
    if (batteryWh === null || batteryWh <= 0) return null;
    const batteryMj = batteryWh * MJ_PER_WH;
    const { energyMj, targetMj } = pool.columns;
    const depth = (mj: number): number => mj / batteryMj;
    const wear = new ReserveWear(depth(energyMj[slot] as number), depth(targetMj[slot] as number), this.wear);
    const fresh = { batteryMj, wear, toldLife: 0, dischargedMj: 0, present: true };
    this.used.set(sessionId, fresh);
    return fresh;
  }
}
