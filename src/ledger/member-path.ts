import type { GroupColumns, GroupMember, ShareRoom } from '../flexibility/index.js';
import { epochMs, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';

/** Of each MTU: shares up and down, headroom up and down, round trip. */
const FIELDS = 5;
/** A day and a half of hours, and the one under way. */
const USUAL_LENGTH = 40;

/**
 * What one car adds to each MTU on its way, as one block of numbers: written anew in place when its state of charge is
 * reported, so that a fleet's reports leave nothing for the garbage collector.
 */
export class MemberPath {
  size = 0;
  /** Whole minutes since 1970 fit into 31 bits: unlike milliseconds they are no object when they key a map. */
  private starts = new Int32Array(USUAL_LENGTH);
  private numbers = new Float64Array(USUAL_LENGTH * FIELDS);

  static of(entries: Iterable<readonly [EpochMs, GroupMember]>): MemberPath {
    const path = new MemberPath();
    for (const [mtuStart, member] of entries) path.push(mtuStart / MS_PER_MINUTE, member, member.roundTrip);
    return path;
  }

  clear(): this {
    this.size = 0;
    return this;
  }

  /** MTUs in order of time. Whole watts: they add up the same in every order. */
  push(startMinute: number, shares: Readonly<ShareRoom>, roundTrip: number): void {
    if (this.size === this.starts.length) this.grow();
    const at = this.size++;
    this.starts[at] = startMinute;
    const { numbers } = this;
    numbers[at * FIELDS] = Math.floor(shares.upW);
    numbers[at * FIELDS + 1] = Math.floor(shares.downW);
    numbers[at * FIELDS + 2] = Math.floor(shares.headroomUpW);
    numbers[at * FIELDS + 3] = Math.floor(shares.headroomDownW);
    numbers[at * FIELDS + 4] = roundTrip;
  }

  startMinuteAt(index: number): number {
    return this.starts[index] as number;
  }

  upWAt(index: number): number {
    return this.numbers[index * FIELDS] as number;
  }

  downWAt(index: number): number {
    return this.numbers[index * FIELDS + 1] as number;
  }

  mtuStarts(): EpochMs[] {
    return Array.from(this.starts.subarray(0, this.size), (minute) => epochMs(minute * MS_PER_MINUTE));
  }

  get(mtuStart: EpochMs): GroupMember | undefined {
    const index = this.indexOf(mtuStart / MS_PER_MINUTE);
    if (index < 0) return undefined;
    const [upW = 0, downW = 0, headroomUpW = 0, headroomDownW = 0, roundTrip = 0] = this.numbers.subarray(
      index * FIELDS,
      (index + 1) * FIELDS,
    );
    return { upW, downW, headroomUpW, headroomDownW, roundTrip };
  }

  /** Appends the car's row of that MTU to the columns, if it has one. The columns are long enough. */
  appendTo(columns: GroupColumns, startMinute: number): void {
    const index = this.indexOf(startMinute);
    if (index < 0) return;
    const row = columns.count++;
    const { numbers } = this;
    columns.upW[row] = numbers[index * FIELDS] as number;
    columns.downW[row] = numbers[index * FIELDS + 1] as number;
    columns.headroomUpW[row] = numbers[index * FIELDS + 2] as number;
    columns.headroomDownW[row] = numbers[index * FIELDS + 3] as number;
    columns.roundTrip[row] = numbers[index * FIELDS + 4] as number;
  }

  private indexOf(startMinute: number): number {
    let low = 0;
    let high = this.size - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const start = this.starts[middle] as number;
      if (start === startMinute) return middle;
      if (start < startMinute) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private grow(): void {
    const { starts, numbers } = this;
    this.starts = new Int32Array(starts.length * 2);
    this.starts.set(starts);
    this.numbers = new Float64Array(numbers.length * 2);
    this.numbers.set(numbers);
  }
}
