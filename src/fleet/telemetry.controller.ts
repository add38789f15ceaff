import { Body, Controller, HttpCode, Inject, PayloadTooLargeException, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isRefusal, Refusal } from '../kernel/index.js';
import { Allow } from '../platform/access/access.decorators.js';
import { MAY } from '../platform/access/index.js';
import { RetryLater } from '../platform/http/index.js';
import { isUnreadable, listBody } from './list-body.adapter.js';
import { TelemetryDesk } from './telemetry-desk.service.js';
import type { TelemetryAnswer } from './telemetry-intake.service.js';
import { TelemetryAnswerDto } from './telemetry.dto.js';
import { TELEMETRY_SCHEMAS } from './telemetry-schema.adapter.js';

@ApiTags('fleet')
@ApiBearerAuth()
@Controller('telemetry')
export class TelemetryController {
  constructor(@Inject(TelemetryDesk) private readonly desk: TelemetryDesk) {}

  /** 200 when each message has its verdict: a message that is refused is no failure of the request. */
  @Post()
  @HttpCode(200)
  @Allow(...MAY.reportTelemetry)
  @ApiOperation({
    summary: 'Plug-ins, SoC, meter values and unplugs; answered when they are durable; idempotent by messageId',
  })
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'array', items: { anyOf: Object.values(TELEMETRY_SCHEMAS) as object[] } } })
  @ApiOkResponse({ type: TelemetryAnswerDto })
  async report(@Body() body: unknown): Promise<TelemetryAnswer | Refusal> {
    const messages = listBody(body);
    if (isRefusal(messages)) return messages;
    if (messages.length > 0 && messages.every(isUnreadable))
      return new Refusal('UNREADABLE_LINE', 'no line of the body is JSON; send one message per line, or a JSON array');
    const answer = await this.desk.take(messages);
    if (!isRefusal(answer)) return answer;
    if (answer.code === 'INTAKE_BUSY') throw new RetryLater(503, answer.code, answer.message, 1);
    if (answer.code === 'BATCH_TOO_LARGE') throw new PayloadTooLargeException(answer.message);
    return answer;
  }
}
