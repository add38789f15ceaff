/** Frequency containment reserve for normal operation: symmetric, one bid for both directions. */
export const FCR_N = 'FCR-N';

/** The products this engine trades, by the name that streams, events and files carry. */
export type ProductName = typeof FCR_N;
