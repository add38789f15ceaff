import { ApiProperty } from '@nestjs/swagger';
import type { FrequencyAnswer, RejectedSample } from './frequency-intake.service.js';
import type { RejectedMessage, TelemetryAnswer } from './telemetry-intake.service.js';

export class RejectedMessageDto implements RejectedMessage {
  @ApiProperty({ type: String, nullable: true, example: 'm2', description: 'Null where none can be read' })
  readonly messageId!: string | null;
  @ApiProperty({ example: 'STALE_MESSAGE', description: 'Stable: what programs should look at' })
  readonly code!: string;
  @ApiProperty({ type: String, nullable: true, example: 'at' })
  readonly field!: string | null;
  @ApiProperty({ description: 'What is wrong and how to put it right' })
  readonly message!: string;
}

export class TelemetryAnswerDto implements TelemetryAnswer {
  @ApiProperty({ example: 3, description: 'Messages whose facts are durable, those sent before included' })
  readonly accepted!: number;
  @ApiProperty({ type: [RejectedMessageDto] })
  readonly rejected!: readonly RejectedMessageDto[];
}

export class RejectedSampleDto implements RejectedSample {
  @ApiProperty({ type: String, nullable: true, example: '2026-01-12T15:00:01.000Z' })
  readonly at!: string | null;
  @ApiProperty({ example: 'IMPLAUSIBLE_FREQUENCY' })
  readonly code!: string;
  @ApiProperty({ type: String, nullable: true, example: 'hz' })
  readonly field!: string | null;
  @ApiProperty({ description: 'What is wrong and how to put it right' })
  readonly message!: string;
}

export class FrequencyAnswerDto implements FrequencyAnswer {
  @ApiProperty({ example: 60 })
  readonly accepted!: number;
  @ApiProperty({ type: [RejectedSampleDto] })
  readonly rejected!: readonly RejectedSampleDto[];
}
