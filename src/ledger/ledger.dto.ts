import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { LedgerRow } from './ledger-row.js';

const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;
const OFFSET_MISSING = { message: '$property must be ISO 8601 with an offset, like 2026-01-12T15:00:00Z' };

export class LedgerQuestionDto {
  @ApiPropertyOptional({ example: '2026-01-12T15:00:00Z', description: 'First MTU start; default the MTU under way' })
  @IsOptional()
  @IsISO8601({ strict: true }, OFFSET_MISSING)
  @Matches(OFFSET, OFFSET_MISSING)
  readonly from?: string;

  @ApiPropertyOptional({
    example: '2026-01-14T00:00:00Z',
    description: 'MTUs that start before it; default 36 hours on',
  })
  @IsOptional()
  @IsISO8601({ strict: true }, OFFSET_MISSING)
  @Matches(OFFSET, OFFSET_MISSING)
  readonly to?: string;

  @ApiPropertyOptional({ example: '2026-01-12T12:00:00Z', description: 'As it was known then; default now' })
  @IsOptional()
  @IsISO8601({ strict: true }, OFFSET_MISSING)
  @Matches(OFFSET, OFFSET_MISSING)
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
