/**
 * Firm capacity of the whole delivery group measured at the start of an MTU, before flooring, with the state of charge
 * as activation left it: the sample that the forecast learns from. Stream `ledger-<product>-<deliveryDay>`.
 */
export interface FirmCapacityMeasured {
  readonly type: 'FirmCapacityMeasured';
  readonly data: {
    readonly product: string;
    readonly mtuStart: string;
    readonly firmW: number;
    /** Σ of the members' upward and downward shares. */
    readonly upW: number;
    readonly downW: number;
    readonly committedW: number;
    readonly sessions: number;
    /** Which side of the group rule binds. */
    readonly boundBy: 'energy-up' | 'energy-down' | 'power-up' | 'power-down' | 'none';
    /** `delivery`: measured while trading. `history`: an imported past run through the same code. */
    readonly origin: 'delivery' | 'history';
  };
}
