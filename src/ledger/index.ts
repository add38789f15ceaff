export * from './ledger.events.js';
export * from './ledger-row.js';
export * from './contribution.js';
export * from './capacity-ledger.projection.js';
export * from './as-of.js';
export * from './ledger-snapshot.js';
export * from './ledger-question.js';
export * from './ledger-queries.service.js';
