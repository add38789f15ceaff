/** Something that the output claims and its input does not bear out. */
export interface Finding {
  /** The rule that is broken, a stable name. */
  readonly check: string;
  /** File and row, or the report's field. */
  readonly where: string;
  readonly message: string;
}

export type Text = string | (() => string);
const textOf = (text: Text): string => (typeof text === 'string' ? text : text());

/** Findings in the order they were made; a check that fails on every row says so a few times, then counts. */
export class Findings {
  private readonly kept: Finding[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly keptPerCheck = 5) {}

  add(check: string, where: string, message: string): void {
    const count = (this.counts.get(check) ?? 0) + 1;
    this.counts.set(check, count);
    if (count <= this.keptPerCheck) this.kept.push({ check, where, message });
  }

  /** Adds a finding unless `ok`. Texts of checks that run for every second are made only when they are needed. */
  expect(ok: boolean, check: string, where: Text, message: Text): void {
    if (!ok) this.add(check, textOf(where), textOf(message));
  }

  list(): Finding[] {
    const more = [...this.counts].filter(([, count]) => count > this.keptPerCheck);
    return [
      ...this.kept,
      ...more.map(([check, count]) => ({ check, where: 'in all', message: `${count} findings of this kind` })),
    ];
  }
}
