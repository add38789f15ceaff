import { isoInstant, type EpochMs } from '../kernel/index.js';

/** One MTU of the ledger. `firmW + shortW = committedW + availableW`. */
export interface LedgerRow {
  /** Start, ISO 8601 UTC. */
  readonly mtu: string;
  /** Firm capacity by the group rule, before flooring to bid steps. */
  readonly firmW: number;
  readonly committedW: number;
  /** Firm and not committed. */
  readonly availableW: number;
  /** Committed and not firm. */
  readonly shortW: number;
  /** Cars that have a share in it. */
  readonly sessions: number;
}

export function ledgerRow(
  mtuStart: EpochMs,
  { firmW, committedW, sessions }: Pick<LedgerRow, 'firmW' | 'committedW' | 'sessions'>,
): LedgerRow {
  return {
    mtu: isoInstant(mtuStart),
    firmW,
    committedW,
    availableW: Math.max(0, firmW - committedW),
    shortW: Math.max(0, committedW - firmW),
    sessions,
  };
}
