import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { TakenDocument } from './market-message-desk.service.js';
import type { RefusedRecord } from './refused-documents.service.js';

/** What was taken in. */
export class TakenDocumentDto implements TakenDocument {
  @ApiProperty({ type: String, example: 'Acknowledgement_MarketDocument', description: 'Name of the root element' })
  readonly kind!: TakenDocument['kind'];
  @ApiProperty({ example: 'efbeef04-46d8-4bc6-b544-8e8df6553ab7' })
  readonly mrid!: string;
  @ApiProperty({ type: String, nullable: true, example: '2026-01-13', description: 'Null for an acknowledgement' })
  readonly deliveryDay!: TakenDocument['deliveryDay'];
}

export class LatestRefusedQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 500, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  readonly limit?: number;
}

/** Why a document was refused. */
export class RefusalReasonDto {
  @ApiProperty({ type: String, nullable: true, example: '/Acknowledgement_MarketDocument/mRID' })
  readonly place!: string | null;
  @ApiProperty({ example: 'document-identifier', description: 'Stable name of the rule' })
  readonly rule!: string;
  @ApiProperty({ example: 'must be a UUID' })
  readonly message!: string;
}

/** Something that came as a market document and was refused. `backfeed market documents` writes it out as it came. */
export class RefusedDocumentDto {
  @ApiProperty({ example: '2026-01-12T16:30:00.000Z' })
  readonly at!: string;
  @ApiProperty({ type: String, example: '2026-01-13', description: 'Under which day it is filed' })
  readonly deliveryDay!: string;
  @ApiProperty({
    description: 'False: it did not say which day it is about, and is filed under the day on which it came',
  })
  readonly dayTold!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'Name of the root element' })
  readonly kind!: string | null;
  @ApiProperty({ type: String, nullable: true })
  readonly mrid!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'EDX message type; null: brought by hand, or none' })
  readonly messageType!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What the carrier calls it' })
  readonly messageId!: string | null;
  @ApiProperty({ description: 'Of what came, hex' })
  readonly sha256!: string;
  @ApiProperty({ type: 'integer' })
  readonly bytes!: number;
  @ApiProperty({ type: [RefusalReasonDto], description: 'The first of them' })
  readonly reasons!: readonly RefusalReasonDto[];
  @ApiProperty({ type: 'integer' })
  readonly reasonsInAll!: number;
  @ApiProperty({
    enum: ['too-large', 'not-ours'],
    nullable: true,
    description: 'Why the log holds no text of it; null: it does',
  })
  readonly withheld!: RefusedRecord['withheld'];

  /** A record without the text itself. */
  static of({ product: _product, packing: _packing, packed: _packed, ...shown }: RefusedRecord): RefusedDocumentDto {
    return shown;
  }
}
