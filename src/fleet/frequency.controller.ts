import { Body, Controller, HttpCode, Inject, PayloadTooLargeException, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isRefusal, type Refusal } from '../kernel/index.js';
import { Allow } from '../platform/access/access.decorators.js';
import { MAY } from '../platform/access/index.js';
import { FrequencyIntake, type FrequencyAnswer } from './frequency-intake.service.js';
import { FREQUENCY_SCHEMA, readFrequencyBody } from './frequency-schema.adapter.js';
import { FrequencyAnswerDto } from './telemetry.dto.js';

/** A day of seconds, and some. */
const MAX_SAMPLES = 100_000;

@ApiTags('fleet')
@ApiBearerAuth()
@Controller('frequency')
export class FrequencyController {
  constructor(@Inject(FrequencyIntake) private readonly intake: FrequencyIntake) {}

  @Post()
  @HttpCode(200)
  @Allow(...MAY.reportFrequency)
  @ApiOperation({ summary: 'Grid frequency; `hz` null where a sample is missing; idempotent by area and instant' })
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiBody({ schema: FREQUENCY_SCHEMA as object })
  @ApiOkResponse({ type: FrequencyAnswerDto })
  async record(@Body() body: unknown): Promise<FrequencyAnswer | Refusal> {
    const read = readFrequencyBody(body);
    if (isRefusal(read)) return read;
    const count = [...read.byArea.values()].reduce((sum, samples) => sum + samples.length, 0);
    if (count > MAX_SAMPLES)
      throw new PayloadTooLargeException(
        `a batch holds at most ${MAX_SAMPLES} samples, this one ${count}; send it in parts`,
      );
    let accepted = 0;
    const rejected = [...read.rejected];
    for (const [area, samples] of read.byArea) {
      const answer = await this.intake.accept(area, samples);
      accepted += answer.accepted;
      rejected.push(...answer.rejected);
    }
    return { accepted, rejected };
  }
}
