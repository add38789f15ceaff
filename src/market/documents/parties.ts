/** The TSO's Energy Identification Code (Fingrid developer portal, FCR, document structure). */
export const FINGRID_EIC = '10X1001A1001A264';
/** Finland as control area, acquiring and connecting domain (same source). */
export const FINLAND_EIC = '10YFI-1--------U';
/** A party that exists in examples and simulations only; its check character is right. */
export const EXAMPLE_PARTY_EIC = '44X-00000000001H';

/** Coding scheme of identification codes: EIC. */
export const EIC_SCHEME = 'A01';

export interface Party {
  readonly eic: string;
  /** IEC 62325 role code. */
  readonly role: string;
}

/** Role codes as the TSO's document structure lists them. */
export const ROLE = {
  balancingServiceProvider: 'A46',
  dataProvider: 'A39',
  systemOperator: 'A04',
  resourceProvider: 'A27',
  reserveAllocator: 'A34',
  marketOperator: 'A11',
  marketParticipant: 'A12',
} as const;
