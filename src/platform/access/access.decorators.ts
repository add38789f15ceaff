import 'reflect-metadata';
import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role, User } from './roles.js';

const PUBLIC = 'access:public';
const ALLOWED = 'access:allowed';

/** Who may use a route: everyone, some roles, or (nothing said) nobody. */
export type RouteAccess = 'public' | readonly Role[] | null;

/** Open without a token: for what shows nothing about the business. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC, true);

/** Open to these roles; quote `MAY`: `@Allow(...MAY.readBids)`. */
export const Allow = (...roles: readonly Role[]): CustomDecorator => SetMetadata(ALLOWED, roles);

/** What the handler says about its access or, where it is silent, its controller. */
export function routeAccess(controller: object, handler: object): RouteAccess {
  for (const place of [handler, controller]) {
    // Roles first: a route marked both ways is not open.
    const roles = Reflect.getMetadata(ALLOWED, place) as readonly Role[] | undefined;
    if (roles !== undefined) return roles;
    if (Reflect.getMetadata(PUBLIC, place) === true) return 'public';
  }
  return null;
}

/** A request after authentication. */
export interface AuthenticatedRequest {
  user?: User;
}

/** Parameter decorator: the `User` a request speaks for. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): User => {
  const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (user === undefined) throw new Error('CurrentUser on a route that asks for no user');
  return user;
});
