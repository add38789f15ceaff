export * from './problem.js';
export * from './rejection-texts.js';
export * from './stated-bids.js';
export * from './bid-document-checks.js';
export * from './tso-desk.js';
export * from './verdict.js';
