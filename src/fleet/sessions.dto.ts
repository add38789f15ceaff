import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNumber, IsString, Max, Min, ValidateIf } from 'class-validator';
import type { SessionRow } from './fleet-queries.service.js';
import type { GuaranteeAnswer } from './preferences.service.js';
import type { SocQuality } from './session-view.js';

/** Left out is not stated; null is no value, except for the departure, which may become unknown again. */
const WhenStated = () => ValidateIf((_, value) => value !== undefined);

const WhenStatedAndNotNull = () => ValidateIf((_, value) => value !== undefined && value !== null);

export class PreferencesDto {
  @ApiPropertyOptional({ example: 80, description: 'Percent; 70–90 is recommended, the driver decides' })
  @WhenStated()
  @IsNumber()
  @Min(0)
  @Max(100)
  readonly targetSoc?: number;

  @ApiPropertyOptional({ example: 30, description: 'Percent; holds at every instant' })
  @WhenStated()
  @IsNumber()
  @Min(0)
  @Max(100)
  readonly minSoc?: number;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '2026-01-13T06:30:00Z',
    description: 'Null: not known',
  })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsString()
  readonly departureAt?: string | null;

  @ApiPropertyOptional({ example: true, description: 'Whether the battery may be discharged' })
  @WhenStated()
  @IsBoolean()
  readonly v2g?: boolean;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 15,
    description: 'kWh that may be taken out of the battery in this plug-in; null: no limit',
  })
  @WhenStatedAndNotNull()
  @IsNumber()
  @Min(0)
  @Max(1000)
  readonly maxDischargeKwh?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 0.5,
    description: 'Full equivalent cycles in a delivery day: kWh discharged over battery size; null: no limit',
  })
  @WhenStatedAndNotNull()
  @IsNumber()
  @Min(0)
  @Max(100)
  readonly maxCyclesPerDay?: number | null;
}

export class GuaranteeDto implements GuaranteeAnswer {
  @ApiProperty({ example: 'S1' })
  readonly sessionId!: string;
  @ApiProperty({ example: 80 })
  readonly targetSoc!: number;
  @ApiProperty({ example: 30 })
  readonly minSoc!: number;
  @ApiProperty({ type: String, nullable: true, example: '2026-01-13T06:30:00.000Z' })
  readonly departureAt!: string | null;
  @ApiProperty()
  readonly v2g!: boolean;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: the driver set no limit' })
  readonly maxDischargeKwh!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: the driver set no limit' })
  readonly maxCyclesPerDay!: number | null;
  @ApiProperty({ type: Boolean, nullable: true, description: 'Null while nothing can be promised: see `missing`' })
  readonly reachable!: boolean | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Grid-side Wh that may be used and still be charged back' })
  readonly safelyDischargeableWh!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Latest start of charging at full power; null at the target',
  })
  readonly mustChargeAt!: string | null;
  @ApiProperty({ enum: ['batteryWh', 'soc', 'departureAt'], isArray: true })
  readonly missing!: GuaranteeAnswer['missing'];
  @ApiProperty({ type: String, nullable: true, description: 'Advice where the target is outside 70–90 %' })
  readonly hint!: string | null;
}

export class SessionDto implements SessionRow {
  @ApiProperty({ example: 'S1' })
  readonly sessionId!: string;
  @ApiProperty({ example: 'C1' })
  readonly chargerId!: string;
  @ApiProperty({ type: String, nullable: true })
  readonly siteId!: string | null;
  @ApiProperty({ type: String, nullable: true })
  readonly driverId!: string | null;
  @ApiProperty({ example: '2026-01-12T15:00:00.000Z' })
  readonly pluggedInAt!: string;
  @ApiProperty({ type: Number, nullable: true, example: 60_000 })
  readonly batteryWh!: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 52.4, description: 'Percent' })
  readonly soc!: number | null;
  @ApiProperty({ type: String, nullable: true })
  readonly socAt!: string | null;
  @ApiProperty({ enum: ['measured', 'estimated', 'stale', 'unknown'], description: 'Stale or unknown earns nothing' })
  readonly socQuality!: SocQuality;
  @ApiProperty({ type: Number, nullable: true, example: -7_400, description: 'Positive = into the grid' })
  readonly powerW!: number | null;
  @ApiProperty({ example: 11_000, description: 'The least of car and charger' })
  readonly maxChargeW!: number;
  @ApiProperty({ example: 11_000, description: '0 without consent or V2G-ready charger' })
  readonly maxDischargeW!: number;
  @ApiProperty({ example: 0.95 })
  readonly chargeEfficiency!: number;
  @ApiProperty({ example: 0.95 })
  readonly dischargeEfficiency!: number;
  @ApiProperty({ example: 80 })
  readonly targetSoc!: number;
  @ApiProperty({ example: 30 })
  readonly minSoc!: number;
  @ApiProperty({ example: 100 })
  readonly maxSoc!: number;
  @ApiProperty({ type: String, nullable: true })
  readonly departureAt!: string | null;
  @ApiProperty()
  readonly v2g!: boolean;
  @ApiProperty({ description: 'May be part of a bid' })
  readonly prequalified!: boolean;
  @ApiProperty({ type: Boolean, nullable: true })
  readonly reachable!: boolean | null;
  @ApiProperty({ type: Number, nullable: true })
  readonly safelyDischargeableWh!: number | null;
  @ApiProperty({ type: String, nullable: true })
  readonly mustChargeAt!: string | null;
}
