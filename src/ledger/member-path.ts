import { setRow, type GroupColumns, type GroupMember } from '../flexibility/index.js';
import { epochMs, type EpochMs } from '../kernel/index.js';

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
  private starts = new Float64Array(USUAL_LENGTH);
  private numbers = new Float64Array(USUAL_LENGTH * FIELDS);

  static of(entries: Iterable<readonly [EpochMs, GroupMember]>): MemberPath {
    const path = new MemberPath();
    for (const [mtuStart, { upW, downW, headroomUpW, headroomDownW, roundTrip }] of entries)
      path.push(mtuStart, upW, downW, headroomUpW, headroomDownW, roundTrip);
    return path;
  }

  clear(): this {
    this.size = 0;
    return this;
  }

  /** MTUs in order of time. */
  push(
    mtuStart: EpochMs,
    upW: number,
    downW: number,
    headroomUpW: number,
    headroomDownW: number,
    roundTrip: number,
  ): void {
    if (this.size === this.starts.length) this.grow();
    const at = this.size++;
    this.starts[at] = mtuStart;
    const { numbers } = this;
    numbers[at * FIELDS] = upW;
    numbers[at * FIELDS + 1] = downW;
    numbers[at * FIELDS + 2] = headroomUpW;
    numbers[at * FIELDS + 3] = headroomDownW;
    numbers[at * FIELDS + 4] = roundTrip;
  }

  startAt(index: number): EpochMs {
    return this.starts[index] as EpochMs;
  }

  upWAt(index: number): number {
    return this.numbers[index * FIELDS] as number;
  }

  downWAt(index: number): number {
    return this.numbers[index * FIELDS + 1] as number;
  }

  *keys(): IterableIterator<EpochMs> {
    for (let index = 0; index < this.size; index++) yield epochMs(this.startAt(index));
  }

  get(mtuStart: EpochMs): GroupMember | undefined {
    const index = this.indexOf(mtuStart);
    return index < 0 ? undefined : this.memberAt(index);
  }

  /** Appends the car's row of that MTU to the columns, if it has one. The columns are long enough. */
  appendTo(columns: GroupColumns, mtuStart: EpochMs): void {
    const index = this.indexOf(mtuStart);
    if (index >= 0) setRow(columns, columns.count++, this.memberAt(index));
  }

  private memberAt(index: number): GroupMember {
    const [upW = 0, downW = 0, headroomUpW = 0, headroomDownW = 0, roundTrip = 0] = this.numbers.subarray(
      index * FIELDS,
      (index + 1) * FIELDS,
    );
    return { upW, downW, headroomUpW, headroomDownW, roundTrip };
  }

  private indexOf(mtuStart: EpochMs): number {
    let low = 0;
    let high = this.size - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const start = this.starts[middle] as number;
      if (start === mtuStart) return middle;
      if (start < mtuStart) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private grow(): void {
    const { starts, numbers } = this;
    this.starts = new Float64Array(starts.length * 2);
    this.starts.set(starts);
    this.numbers = new Float64Array(numbers.length * 2);
    this.numbers.set(numbers);
  }
}
