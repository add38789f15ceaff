import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '../../kernel/index.js';
import { Refused } from '../refused.js';
import { routeAccess, type AuthenticatedRequest } from './access.decorators.js';

/** Lets a request pass when its route names one of the user's roles. A route that names nobody is for nobody. */
@Injectable()
export class AuthorizeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const access = routeAccess(context.getClass(), context.getHandler());
    if (access === 'public') return true;
    const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (access !== null && user?.roles.some((role) => access.includes(role))) return true;
    const roles = access === null || access.length === 0 ? 'nobody' : access.join(', ');
    throw new Refused(
      new Refusal('ROLE_NOT_ALLOWED', `this is for ${roles}; the token's role is ${user?.role ?? 'none'}`),
    );
  }
}
