import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { isRefusal } from '../../kernel/index.js';
import { Refused } from '../refused.js';
import { RequestIdentity, type HttpRequest } from './request-identity.adapter.js';
import { routeAccess, type AuthenticatedRequest } from './access.decorators.js';

/** Lets a request pass when its route is public or its token says who it is. */
@Injectable()
export class AuthenticateGuard implements CanActivate {
  constructor(@Inject(RequestIdentity) private readonly identity: RequestIdentity) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (routeAccess(context.getClass(), context.getHandler()) === 'public') return true;
    const request = context.switchToHttp().getRequest<HttpRequest & AuthenticatedRequest>();
    const user = await this.identity.of(request);
    if (isRefusal(user)) throw new Refused(user);
    request.user = user;
    return true;
  }
}
