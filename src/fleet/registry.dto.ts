import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import type { Charger } from './charger.js';
import type { ChargerView } from './fleet.projection.js';
import type { Site } from './site.js';

const CURRENTS = ['AC', 'DC'] as const;
const PREQUALIFICATIONS = ['none', 'applied', 'prequalified', 'expired'] as const;
/** 10 MW: above any charger and any site we serve, far below what a wrong unit gives. */
const LARGEST_W = 10_000_000;
const LONGEST_TEXT = 200;
const MOST_CONNECTORS = 64;

export class ChargerRegistrationDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'espoo-depot' })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  readonly siteId?: string | null;

  @ApiPropertyOptional({ example: 1, default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_CONNECTORS)
  readonly connectors?: number;

  @ApiProperty({ enum: CURRENTS })
  @IsIn(CURRENTS)
  readonly current!: Charger['current'];

  @ApiProperty({ example: 11_000, description: 'Grid side; 0 means zero' })
  @IsInt()
  @Min(0)
  @Max(LARGEST_W)
  readonly maxChargeW!: number;

  @ApiPropertyOptional({ example: 11_000, default: 0, description: 'Grid side; 0 means zero' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LARGEST_W)
  readonly maxDischargeW?: number;

  @ApiPropertyOptional({ default: false, description: 'The hardware can discharge' })
  @IsOptional()
  @IsBoolean()
  readonly v2gReady?: boolean;

  @ApiPropertyOptional({
    enum: PREQUALIFICATIONS,
    default: 'none',
    description: 'Only a prequalified charger is part of a bid',
  })
  @IsOptional()
  @IsIn(PREQUALIFICATIONS)
  readonly prequalification?: Charger['prequalification'];

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 20,
    description: 'kWh out of a battery in one plug-in',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1000)
  readonly maxDischargeKwh?: number | null;

  @ApiPropertyOptional({ type: Number, nullable: true, example: 1, description: 'Full equivalent cycles in a day' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100)
  readonly maxCyclesPerDay?: number | null;

  toCharger(chargerId: string): Charger {
    return {
      chargerId,
      siteId: this.siteId ?? null,
      connectors: this.connectors ?? 1,
      current: this.current,
      maxChargeW: this.maxChargeW,
      maxDischargeW: this.maxDischargeW ?? 0,
      v2gReady: this.v2gReady ?? false,
      prequalification: this.prequalification ?? 'none',
      ...(this.maxDischargeKwh != null && { maxDischargeWh: Math.round(this.maxDischargeKwh * 1000) }),
      ...(this.maxCyclesPerDay != null && { maxDailyCyclesPermille: Math.round(this.maxCyclesPerDay * 1000) }),
    };
  }
}

/** A charger as the API shows it; everything but its id and sessions is null where it was never registered. */
export class ChargerDto {
  @ApiProperty({ example: 'C1' })
  readonly chargerId: string;
  @ApiProperty({ description: 'False: known from telemetry only' })
  readonly registered: boolean;
  @ApiProperty({ type: String, nullable: true })
  readonly siteId: string | null;
  @ApiProperty({ type: Number, nullable: true })
  readonly connectors: number | null;
  @ApiProperty({ enum: CURRENTS, nullable: true })
  readonly current: Charger['current'] | null;
  @ApiProperty({ type: Number, nullable: true })
  readonly maxChargeW: number | null;
  @ApiProperty({ type: Number, nullable: true })
  readonly maxDischargeW: number | null;
  @ApiProperty({ type: Boolean, nullable: true })
  readonly v2gReady: boolean | null;
  @ApiProperty({ enum: PREQUALIFICATIONS, nullable: true })
  readonly prequalification: Charger['prequalification'] | null;
  @ApiProperty({ type: [String], description: 'Plugged-in sessions, in order of plug-in' })
  readonly sessionIds: readonly string[];

  constructor({ chargerId, registration, sessionIds }: ChargerView) {
    this.chargerId = chargerId;
    this.registered = registration !== null;
    this.siteId = registration?.siteId ?? null;
    this.connectors = registration?.connectors ?? null;
    this.current = registration?.current ?? null;
    this.maxChargeW = registration?.maxChargeW ?? null;
    this.maxDischargeW = registration?.maxDischargeW ?? null;
    this.v2gReady = registration?.v2gReady ?? null;
    this.prequalification = registration?.prequalification ?? null;
    this.sessionIds = sessionIds;
  }
}

export class SiteRegistrationDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Espoo depot' })
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_TEXT)
  readonly name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_TEXT)
  readonly address?: string | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 63_000,
    description: 'Import limit of the connection; 0 means zero',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(LARGEST_W)
  readonly fuseLimitW?: number | null;

  @ApiPropertyOptional({
    example: 'default',
    default: 'default',
    description: 'The group whose capacity is bid as one',
  })
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_TEXT)
  readonly deliveryGroup?: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_TEXT)
  readonly balanceResponsibleParty?: string | null;

  toSite(siteId: string): Site {
    return {
      siteId,
      name: this.name ?? null,
      address: this.address ?? null,
      fuseLimitW: this.fuseLimitW ?? null,
      deliveryGroup: this.deliveryGroup ?? 'default',
      balanceResponsibleParty: this.balanceResponsibleParty ?? null,
    };
  }
}

export class SiteDto implements Site {
  @ApiProperty({ example: 'espoo-depot' })
  readonly siteId!: string;
  @ApiProperty({ type: String, nullable: true })
  readonly name!: string | null;
  @ApiProperty({ type: String, nullable: true })
  readonly address!: string | null;
  @ApiProperty({ type: Number, nullable: true })
  readonly fuseLimitW!: number | null;
  @ApiProperty()
  readonly deliveryGroup!: string;
  @ApiProperty({ type: String, nullable: true })
  readonly balanceResponsibleParty!: string | null;
}
