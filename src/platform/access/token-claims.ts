import { Refusal } from '../../kernel/index.js';
import { isRole, ROLES, type Role, type User } from './roles.js';

/** Claim with the roles: a list of names, or one text with spaces between them. Names of other systems are skipped. */
export const ROLES_CLAIM = 'roles';
/** Claim with the driver's id; needed by the role `driver`. */
export const DRIVER_CLAIM = 'driver_id';

/** The claims of a token whose signature, issuer, audience and life are good already. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/**
 * Who the claims speak for.
 * Refusals: TOKEN_INVALID when they name no subject, no role of ours, or the role `driver` without a driver.
 */
export function userOf(claims: TokenClaims): User | Refusal {
  const subject = claims['sub'];
  if (typeof subject !== 'string' || subject === '') return invalid('it names no subject (claim "sub")', 'sub');
  const named = rolesNamed(claims[ROLES_CLAIM]);
  const roles = ROLES.filter((role) => named.includes(role));
  const role = roles.find((candidate) => candidate !== 'driver') ?? roles[0];
  if (role === undefined) return invalid(`claim "${ROLES_CLAIM}" names none of ${ROLES.join(', ')}`, ROLES_CLAIM);
  if (role !== 'driver') return { subject, role, roles, driverId: null };
  const driverId = claims[DRIVER_CLAIM];
  if (typeof driverId !== 'string' || driverId === '')
    return invalid(`the role driver needs the claim "${DRIVER_CLAIM}"`, DRIVER_CLAIM);
  return { subject, role, roles, driverId };
}

function rolesNamed(claim: unknown): readonly Role[] {
  const names: readonly unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return names.filter(isRole);
}

const invalid = (reason: string, claim: string): Refusal =>
  new Refusal('TOKEN_INVALID', `the token is not accepted: ${reason}`, claim);
