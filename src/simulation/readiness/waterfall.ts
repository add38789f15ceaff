import type { ParkedHour } from './parked-hours.js';

/** What holds back a part of the installed power, as a share of it. */
export interface Blocker {
  readonly reason: string;
  readonly share: number;
}

/** Powers of one hour, W: what is installed and where it is lost, down to what is firm. They add up. */
export interface HourLosses {
  readonly installedW: number;
  readonly lostW: Readonly<Record<Loss, number>>;
  readonly firmW: number;
}

const REASONS = {
  empty: 'no car is plugged in',
  unknown: 'battery size or state of charge is unknown',
  leaves: 'the car leaves within the hour',
  'must-charge': 'the car has to charge all the time to reach its target',
  'below-minimum': 'the battery is below its minimum',
  'too-empty': 'too little energy to give power for an hour and still reach the target',
  'too-full': 'too full to take power for an hour',
  nem: 'power is kept free for energy management (NEM)',
  singles: 'cars are counted one by one, not as a group',
} as const;
type Loss = keyof typeof REASONS;

export const RELIABILITY_REASON = 'held back so that it is there as often as promised';

/** @param emptyW power of the chargers without a car. @param unknownW power of those whose car nothing is known of. */
export function lossesOf({ members, firm, heldNothingW }: ParkedHour, emptyW: number, unknownW: number): HourLosses {
  const memberW = members.reduce((sum, { dischargeLimitW }) => sum + dischargeLimitW, 0);
  const heldW = Object.values(heldNothingW).reduce((sum, power) => sum + power, 0);
  const energyW = Math.min(memberW, firm.upW, firm.downW);
  const scarce = scarceOf(firm, members);
  const grouped = firm.boundBy.startsWith('power') ? 'nem' : 'singles';
  const lostW = {
    empty: emptyW,
    unknown: unknownW,
    ...heldNothingW,
    'too-empty': 0,
    'too-full': 0,
    nem: 0,
    singles: 0,
  };
  lostW[scarce] += memberW - energyW;
  lostW[grouped] += energyW - firm.capacityW;
  return { installedW: emptyW + unknownW + heldW + memberW, lostW, firmW: firm.capacityW };
}

/** Cars that could take no more had they all the room there is have to charge: their power is in use. */
function scarceOf(firm: ParkedHour['firm'], members: ParkedHour['members']): Loss {
  if (firm.upW <= firm.downW) return 'too-empty';
  const freeW = members.reduce((sum, { headroomDownW }) => sum + headroomDownW, 0);
  return firm.downW >= freeW - 1 ? 'must-charge' : 'too-full';
}

/**
 * Over all hours, from the largest: with `firmShare` the shares add up to one.
 * @param reliableW mean over the hours of what is firm with the asked-for reliability.
 */
export function blockersOf(
  hours: readonly HourLosses[],
  reliableW: number,
): { readonly blockers: readonly Blocker[]; readonly firmShare: number } {
  const sum = (of: (hour: HourLosses) => number): number => hours.reduce((total, hour) => total + of(hour), 0);
  const installedW = sum((hour) => hour.installedW);
  if (installedW === 0) return { blockers: [], firmShare: 0 };
  const reliable = Math.min(
    reliableW * hours.length,
    sum((hour) => hour.firmW),
  );
  const lost = (Object.keys(REASONS) as Loss[]).map((loss) => ({
    reason: REASONS[loss],
    share: sum(({ lostW }) => lostW[loss]) / installedW,
  }));
  lost.push({ reason: RELIABILITY_REASON, share: (sum((hour) => hour.firmW) - reliable) / installedW } as never);
  const blockers: Blocker[] = lost
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ reason, share }) => ({ reason, share: round(share) }));
  return { blockers, firmShare: round(reliable / installedW) };
}

const round = (share: number): number => Number(share.toFixed(6));
