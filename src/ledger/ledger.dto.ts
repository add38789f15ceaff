import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import type { LedgerQuestion } from './ledger-question.js';
import type { LedgerRow } from './ledger-row.js';

const INSTANT_OR_DAY = /^\d{4}-\d{2}-\d{2}(?:T.*(?:Z|[+-]\d{2}:?\d{2}))?$/;
const FIX = {
  message: '$property must be ISO 8601 with an offset, like 2026-01-12T15:00:00Z, or a delivery day, like 2026-01-12',
};

/** Query parameters; a `+` in an offset is written `%2B`. */
export class LedgerQuestionDto implements LedgerQuestion {
  @ApiPropertyOptional({ example: '2026-01-12T15:00:00Z', description: 'First MTU start; default the MTU under way' })
  @IsOptional()
  @Matches(INSTANT_OR_DAY, FIX)
  readonly from?: string;

  @ApiPropertyOptional({
    example: '2026-01-14T00:00:00Z',
    description: 'MTUs that start before it, a day included; default 36 hours on',
  })
  @IsOptional()
  @Matches(INSTANT_OR_DAY, FIX)
  readonly to?: string;

  @ApiPropertyOptional({ example: '2026-01-12T12:00:00Z', description: 'As it was known then; default now' })
  @IsOptional()
  @Matches(INSTANT_OR_DAY, FIX)
  readonly at?: string;

  @ApiPropertyOptional({ description: 'One site; default the portfolio' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  readonly site?: string;
}

export class LedgerRowDto implements LedgerRow {
  @ApiProperty({ example: '2026-01-12T15:00:00.000Z', description: 'Start of the market time unit' })
  readonly mtu!: string;
  @ApiProperty({ example: 734_000, description: 'Firm capacity by the group rule, not floored, W' })
  readonly firmW!: number;
  @ApiProperty({ example: 600_000 })
  readonly committedW!: number;
  @ApiProperty({ example: 134_000, description: 'Firm and not committed' })
  readonly availableW!: number;
  @ApiProperty({ example: 0, description: 'Committed and not firm' })
  readonly shortW!: number;
  @ApiProperty({ example: 61, description: 'Cars with a share' })
  readonly sessions!: number;
}
