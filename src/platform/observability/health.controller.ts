import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/access.decorators.js';
import { RetryLater } from '../refused.js';
import { READINESS, type Readiness, type ReadinessCheck } from './readiness.port.js';

const RETRY_AFTER_SECONDS = 1;

@ApiTags('operations')
@Public()
@Controller('health')
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The process answers' })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Every read model has caught up with the log; 503 until then' })
  ready(): { status: 'ready'; checks: readonly ReadinessCheck[] } {
    const checks = this.readiness.checks();
    const waiting = checks.filter((check) => !check.ready);
    if (waiting.length === 0) return { status: 'ready', checks };
    const reasons = waiting.map(({ name, detail }) => (detail === undefined ? name : `${name} (${detail})`));
    throw new RetryLater(503, 'NOT_READY', `waiting for ${reasons.join(', ')}`, RETRY_AFTER_SECONDS);
  }
}
