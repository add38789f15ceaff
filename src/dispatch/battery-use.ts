import type { BatteriesDischarged, SessionView } from '../fleet/index.js';
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
  /** Told, and not in the read models yet. */
  onItsWayMj: number;
  present: boolean;
}

type Table = Pick<BatteriesDischarged['data'], 'sessionIds' | 'dischargedWh' | 'wornMicroWh'>;

const MICRO = 1_000_000;
const SECONDS_PER_HOUR = 3_600;

/**
 * Counts what every battery gives and what that uses of its life, from the frames as they are stepped. After a restart
 * the cycles begin anew at the energy of then: a swing that was open is counted in two parts, which is never more.
 */
export class BatteryUse {
  private readonly used = new Map<string, Used>();

  /** @param batteryWhOf a session's battery size; null: unknown, and not in the pool. */
  constructor(
    private readonly batteryWhOf: (sessionId: string) => number | null,
    private readonly wear: BatteryWear,
  ) {}

  /** A frame that the pool has just stepped through: its energies are those at the frame's end. */
  take(frame: Frame, pool: Pool): void {
    const { energyMj, dischargePermille } = pool.columns;
    for (let slot = 0; slot < frame.count; slot++) {
      const used = this.usedBy(pool, slot);
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
      used.onItsWayMj += dischargedWh * MJ_PER_WH;
      Object.assign(used, { toldLife: life, dischargedMj: 0, present: false });
    }
    return table;
  }

  /** What was told has arrived in the read models: from now on they count it. */
  arrived({ sessionIds, dischargedWh }: Table): void {
    sessionIds.forEach((sessionId, row) => {
      const used = this.used.get(sessionId);
      if (used !== undefined) used.onItsWayMj = Math.max(0, used.onItsWayMj - (dischargedWh[row] ?? 0) * MJ_PER_WH);
    });
  }

  /** Lets a car discharge what its limits leave: the read model counts what is on record, the rest comes off it here. */
  allow(pool: Pool, slot: number, session: SessionView | undefined): void {
    if (session?.dischargeAllowanceWh == null) return;
    const leftMj = session.dischargeAllowanceWh * MJ_PER_WH - this.uncountedMj(session.sessionId);
    pool.columns.dischargeAllowanceMj[slot] = Math.max(0, leftMj);
  }

  /** Discharged, and not in the read models yet, mJ. */
  uncountedMj(sessionId: string): number {
    const used = this.used.get(sessionId);
    return used === undefined ? 0 : used.dischargedMj + used.onItsWayMj;
  }

  /**
   * After a restart nobody knows what was discharged since the last record: a car with a limit is taken to have given
   * all it could.
   */
  assume(pool: Pool, slot: number, hours: number): void {
    const used = this.usedBy(pool, slot);
    const { dischargeLimitW, dischargePermille } = pool.columns;
    if (used !== null)
      used.dischargedMj +=
        ((dischargeLimitW[slot] as number) * hours * SECONDS_PER_HOUR * MICRO) / (dischargePermille[slot] as number);
  }

  private usedBy(pool: Pool, slot: number): Used | null {
    const sessionId = pool.sessionIds[slot] as string;
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
    const fresh = { batteryMj, wear, toldLife: 0, dischargedMj: 0, onItsWayMj: 0, present: true };
    this.used.set(sessionId, fresh);
    return fresh;
  }
}
