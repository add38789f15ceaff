import { groupHolds, type OracleMember } from './capacity.js';

/**
 * How many of a group leave without a word, at most, with probability `reliability`: the distribution of their number is
 * built up car by car, each of which leaves with `leavingProbability` on its own.
 */
export function leaversCountedOn(
  members: number,
  { leavingProbability, reliability }: { readonly leavingProbability: number; readonly reliability: number },
): number {
  let chances: readonly number[] = [1];
  for (let member = 0; member < members; member++)
    chances = Array.from(
      { length: member + 2 },
      (_, count) => (chances[count] ?? 0) * (1 - leavingProbability) + (chances[count - 1] ?? 0) * leavingProbability,
    );
  let sum = 0;
  for (let count = 0; count < members; count++) {
    sum += chances[count]!;
    if (sum >= reliability) return count;
  }
  return members;
}

/** Every choice of `count` members that stay when the others leave. */
export function* thoseWhoStay<Member>(members: readonly Member[], leavers: number): Generator<readonly Member[]> {
  if (leavers === 0) {
    yield members;
    return;
  }
  for (let first = 0; first + leavers <= members.length; first++)
    for (const rest of thoseWhoStay(members.slice(first + 1), leavers - 1)) yield [...members.slice(0, first), ...rest];
}

/** Whether the group holds the capacity by the group rule, whichever of its members leave; if not, who is left then. */
export function failsWithout(
  members: readonly OracleMember[],
  leavers: number,
  capacityW: number,
  nemFactor: number,
): readonly string[] | null {
  for (const stay of thoseWhoStay(members, leavers))
    if (!groupHolds(stay, capacityW, nemFactor)) return stay.map(({ car }) => car.id);
  return null;
}
