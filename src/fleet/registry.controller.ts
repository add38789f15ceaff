import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isRefusal, Refusal } from '../kernel/index.js';
import { Allow, CurrentUser } from '../platform/access/access.decorators.js';
import { MAY, type User } from '../platform/access/index.js';
import type { CommandMeta } from '../platform/index.js';
import type { Charger } from './charger.js';
import { FleetQueries } from './fleet-queries.service.js';
import { Registry } from './registry.service.js';
import { ChargerDto, ChargerRegistrationDto, SiteDto, SiteRegistrationDto } from './registry.dto.js';
import type { Site } from './site.js';
import { IDENTIFIER } from './telemetry.js';

@ApiTags('fleet')
@ApiBearerAuth()
@Controller()
export class RegistryController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(FleetQueries) private readonly queries: FleetQueries,
  ) {}

  @Get('chargers')
  @Allow(...MAY.readFleet)
  @ApiOperation({ summary: 'Chargers, registered or only seen in telemetry, with their plugged-in sessions' })
  @ApiOkResponse({ type: [ChargerDto] })
  async chargers(): Promise<ChargerDto[]> {
    return (await this.queries.chargers()).map((view) => new ChargerDto(view));
  }

  @Put('chargers/:id')
  @Allow(...MAY.registerFleet)
  @ApiOperation({ summary: 'Register a charger as a whole; the same again changes nothing' })
  @ApiOkResponse({ type: ChargerRegistrationDto })
  async registerCharger(
    @Param('id') chargerId: string,
    @Body() body: ChargerRegistrationDto,
    @CurrentUser() user: User,
  ): Promise<Charger | Refusal> {
    const refused = checkIdentifier(chargerId);
    if (refused !== null) return refused;
    const charger = body.toCharger(chargerId);
    const handled = await this.registry.registerCharger(charger, orderOf(user));
    return isRefusal(handled) ? handled : charger;
  }

  @Get('sites')
  @Allow(...MAY.readFleet)
  @ApiOperation({ summary: 'Sites in order of registration' })
  @ApiOkResponse({ type: [SiteDto] })
  sites(): Promise<Site[]> {
    return this.queries.sites();
  }

  @Put('sites/:id')
  @Allow(...MAY.registerFleet)
  @ApiOperation({ summary: 'Register a site as a whole; the same again changes nothing' })
  @ApiOkResponse({ type: SiteDto })
  async registerSite(
    @Param('id') siteId: string,
    @Body() body: SiteRegistrationDto,
    @CurrentUser() user: User,
  ): Promise<Site | Refusal> {
    const refused = checkIdentifier(siteId);
    if (refused !== null) return refused;
    const site = body.toSite(siteId);
    const handled = await this.registry.registerSite(site, orderOf(user));
    return isRefusal(handled) ? handled : site;
  }
}

/** Every PUT is an order of its own: registering A, then B, then A again are three facts. */
function orderOf(user: User): CommandMeta {
  const messageId = randomUUID();
  return { messageId, correlationId: messageId, causationId: messageId, actor: `${user.role}:${user.subject}` };
}

function checkIdentifier(id: string): Refusal | null {
  if (id.length <= IDENTIFIER.maxLength && new RegExp(IDENTIFIER.pattern, 'u').test(id)) return null;
  return new Refusal('OUT_OF_RANGE', `id must be printable text of at most ${IDENTIFIER.maxLength} characters`, 'id');
}
