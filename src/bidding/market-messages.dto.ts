import { ApiProperty } from '@nestjs/swagger';
import type { TakenDocument } from './market-message-desk.service.js';

/** What was taken in. */
export class TakenDocumentDto implements TakenDocument {
  @ApiProperty({ type: String, example: 'Acknowledgement_MarketDocument', description: 'Name of the root element' })
  readonly kind!: TakenDocument['kind'];
  @ApiProperty({ example: 'efbeef04-46d8-4bc6-b544-8e8df6553ab7' })
  readonly mrid!: string;
  @ApiProperty({ type: String, nullable: true, example: '2026-01-13', description: 'Null for an acknowledgement' })
  readonly deliveryDay!: TakenDocument['deliveryDay'];
}
