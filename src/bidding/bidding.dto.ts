import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { BID_STATES, type BidState, type BookedBid } from './bid-book.projection.js';
import type { TradingState } from './trading-desk.js';

/** A bid as the trader sees it. */
export class BidDto implements BookedBid {
  @ApiProperty({ example: '2026-01-13-17-1' })
  readonly id!: string;
  @ApiProperty({ type: String, example: '2026-01-13', description: 'Calendar day in CET/CEST' })
  readonly deliveryDay!: BookedBid['deliveryDay'];
  @ApiProperty({ example: '2026-01-13T16:00:00.000Z', description: 'Start of the market time unit' })
  readonly mtu!: string;
  @ApiProperty({ example: 0.8 })
  readonly quantityMw!: number;
  @ApiProperty({ example: '12.5', description: 'EUR/MW,h, decimal text' })
  readonly priceEurPerMwH!: string;
  @ApiProperty({ enum: BID_STATES })
  readonly state!: BidState;
  @ApiProperty({ type: Number, nullable: true, description: 'Null until the auction has cleared' })
  readonly awardedMw!: number | null;
  @ApiProperty({ type: String, nullable: true, description: "The hour's marginal price, EUR/MW,h" })
  readonly clearingPriceEurPerMwH!: string | null;
}

export class HaltDto {
  @ApiPropertyOptional({ example: 'telemetry of the Espoo depot is down', maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly reason?: string;
}

/** Whether new documents may be sent, since when and by whom. */
export class TradingDto {
  @ApiProperty({ enum: ['trading', 'halted'] })
  readonly status: TradingState['status'];
  @ApiProperty({ type: String, nullable: true })
  readonly by: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2026-01-12T15:00:00.000Z' })
  readonly since: string | null;
  @ApiProperty({ type: String, nullable: true })
  readonly reason: string | null;

  constructor(state: TradingState) {
    this.status = state.status;
    this.by = state.by;
    this.since = state.since;
    this.reason = state.status === 'halted' ? state.reason : null;
  }
}
