import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, RouterModule } from '@nestjs/core';
import { AuthenticateGuard } from '../access/authenticate.guard.js';
import { AuthorizeGuard } from '../access/authorize.guard.js';
import { RequestIdentity } from '../access/request-identity.adapter.js';
import { HealthController } from '../observability/health.controller.js';
import type { Log } from '../observability/log.port.js';
import { Metrics } from '../observability/metrics.adapter.js';
import { MetricsController } from '../observability/metrics.controller.js';
import { READINESS, type Readiness } from '../observability/readiness.port.js';
import { ApiDescription } from './api-description.adapter.js';
import { ApiDescriptionController } from './api-description.controller.js';
import { NotFoundController } from './not-found.controller.js';
import { HTTP_LOG, ProblemFilter } from './problem-filter.adapter.js';
import { RefusalInterceptor } from './refusal-interceptor.adapter.js';
import { validation } from './validation.adapter.js';

export const API_PREFIX = 'api/v1';

export interface HttpModuleOptions {
  /** The rooms' controllers, served under `/api/v1`, and what they ask for. */
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  readonly identity: RequestIdentity;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** The rooms' routes. */
@Module({})
class ApiModule {}

/** Every controller that the platform itself brings. */
export const PLATFORM_CONTROLLERS: readonly Type[] = [
  HealthController,
  MetricsController,
  ApiDescriptionController,
  NotFoundController,
];

/** The whole HTTP side: guards, problem details and validation over every route; the rooms' routes under the prefix. */
@Module({})
export class HttpModule {
  static with(options: HttpModuleOptions): DynamicModule {
    const api: DynamicModule = {
      module: ApiModule,
      controllers: [...options.controllers],
      providers: [...options.providers],
    };
    return {
      module: HttpModule,
      imports: [api, RouterModule.register([{ path: API_PREFIX, module: ApiModule }])],
      controllers: [...PLATFORM_CONTROLLERS],
      providers: [
        ApiDescription,
        { provide: RequestIdentity, useValue: options.identity },
        { provide: READINESS, useValue: options.readiness },
        { provide: Metrics, useValue: options.metrics },
        { provide: HTTP_LOG, useValue: options.log },
        // In this order: first who it is, then whether they may.
        { provide: APP_GUARD, useClass: AuthenticateGuard },
        { provide: APP_GUARD, useClass: AuthorizeGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validation },
        { provide: APP_INTERCEPTOR, useClass: RefusalInterceptor },
      ],
    };
  }
}
