export * from './roles.js';
export type * from './token-verifier.port.js';
