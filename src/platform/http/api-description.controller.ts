import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../access/access.decorators.js';
import { MAY } from '../access/roles.js';
import { ApiDescription } from './api-description.adapter.js';

/** The OpenAPI description. It says how everything is called, so it is for those who may call something. */
@ApiExcludeController()
@Controller(['docs', 'api/v1/openapi.json'])
export class ApiDescriptionController {
  constructor(@Inject(ApiDescription) private readonly description: ApiDescription) {}

  @Get()
  @Allow(...MAY.readApiDescription)
  document(): Promise<object> {
    return this.description.get();
  }
}
