import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isoInstant, isRefusal, Refusal } from '../kernel/index.js';
import { Allow, CurrentUser } from '../platform/access/access.decorators.js';
import { MAY, mayActFor, type User } from '../platform/access/index.js';
import { FleetQueries, type SessionRow } from './fleet-queries.service.js';
import { INSTANT_FIX, readInstant } from './instant.js';
import { PreferencesService, type GuaranteeAnswer } from './preferences.service.js';
import type { StatedPreferences } from './preferences.js';
import { GuaranteeDto, PreferencesDto, SessionDto } from './sessions.dto.js';
import { percentToPermille } from './telemetry.js';

@ApiTags('fleet')
@ApiBearerAuth()
@Controller('sessions')
export class SessionsController {
  constructor(
    @Inject(FleetQueries) private readonly queries: FleetQueries,
    @Inject(PreferencesService) private readonly preferences: PreferencesService,
  ) {}

  @Get()
  @Allow(...MAY.readSessions)
  @ApiOperation({ summary: 'Plugged-in cars in order of plug-in, with what is promised; a driver sees the own ones' })
  @ApiOkResponse({ type: [SessionDto] })
  sessions(@CurrentUser() user: User): Promise<SessionRow[]> {
    return this.queries.sessions(user.driverId);
  }

  @Get(':id')
  @Allow(...MAY.readSessions)
  @ApiOperation({ summary: 'One plugged-in car' })
  @ApiOkResponse({ type: SessionDto })
  async session(@Param('id') id: string, @CurrentUser() user: User): Promise<SessionRow | Refusal> {
    const session = await this.queries.session(id);
    if (session === null)
      return new Refusal(
        'SESSION_UNKNOWN',
        `no car is plugged in under session "${id}"; GET /sessions lists them`,
        'id',
      );
    if (mayActFor(user, session.driverId)) return session;
    return new Refusal('NOT_YOUR_SESSION', `session ${id} is another driver's; use your own session's id`, 'id');
  }

  @Put(':id/preferences')
  @Allow(...MAY.statePreferences)
  @ApiOperation({ summary: 'Target, departure, minimum, V2G opt-in: any subset; answers with the guarantee' })
  @ApiOkResponse({ type: GuaranteeDto })
  async state(
    @Param('id') id: string,
    @Body() body: PreferencesDto,
    @CurrentUser() user: User,
  ): Promise<GuaranteeAnswer | Refusal> {
    const stated = statedIn(body);
    if (isRefusal(stated)) return stated;
    return this.preferences.state(id, stated, { actor: `${user.role}:${user.subject}`, driverId: user.driverId });
  }
}

/** The request in the core's units; what it leaves out stays unsaid. */
function statedIn(body: PreferencesDto): StatedPreferences | Refusal {
  const { targetSoc, minSoc, departureAt, v2g, maxDischargeKwh, maxCyclesPerDay } = body;
  const departure = departureAt == null ? departureAt : readInstant(departureAt);
  if (departure === null && departureAt != null)
    return new Refusal('NOT_AN_INSTANT', `departureAt "${departureAt}" is no instant; ${INSTANT_FIX}`, 'departureAt');
  return {
    ...(targetSoc !== undefined && { targetSocPermille: percentToPermille(targetSoc) }),
    ...(minSoc !== undefined && { minSocPermille: percentToPermille(minSoc) }),
    ...(departure !== undefined && { departureAt: departure === null ? null : isoInstant(departure) }),
    ...(v2g !== undefined && { v2g }),
    ...(maxDischargeKwh !== undefined && { maxDischargeWh: thousandths(maxDischargeKwh) }),
    ...(maxCyclesPerDay !== undefined && { maxDailyCyclesPermille: thousandths(maxCyclesPerDay) }),
  };
}

const thousandths = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000));
