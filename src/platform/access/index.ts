export * from './roles.js';
export type * from './token-verifier.port.js';
export { Allow, CurrentUser, Public } from './access.decorators.js';
