import { All, Controller, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/index.js';
import { Allow } from '../access/access.decorators.js';
import { ROLES } from '../access/roles.js';

/** Whatever no route serves. As a route of its own it is guarded: a stranger learns nothing about what there is. */
@ApiExcludeController()
@Controller()
export class NotFoundController {
  @All('*')
  @Allow(...ROLES)
  nothingHere(@Req() request: FastifyRequest): Refusal {
    const path = request.url.split('?')[0] ?? '/';
    return new Refusal('NOT_FOUND', `there is no ${request.method} ${path}; /docs lists what there is`);
  }
}
