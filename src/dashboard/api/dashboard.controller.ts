import {
  Controller,
  Get,
  Header,
  Headers,
  Inject,
  Res,
  ServiceUnavailableException,
  type OnModuleDestroy,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentUser } from '../../platform/access/access.decorators.js';
import { MAY, type User } from '../../platform/access/index.js';
import { LiveStream } from './live-stream.adapter.js';
import { SectionFeed } from './section-feed.js';
import { visibleSections } from './visible-sections.js';

/** The position that a reader holds; null for none or for text that is no position. */
function positionOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

@ApiTags('dashboard')
@ApiBearerAuth()
@Controller()
export class DashboardController implements OnModuleDestroy {
  constructor(
    @Inject(SectionFeed) private readonly feed: SectionFeed,
    @Inject(LiveStream) private readonly stream: LiveStream,
  ) {}

  @Get('dashboard')
  @Allow(...MAY.readStream)
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: "Everything the trader's page shows, at one log position" })
  @ApiOkResponse({ description: 'The sections of the page' })
  snapshot(@CurrentUser() user: User): string {
    return this.feed.snapshot(visibleSections(user.roles));
  }

  @Get('stream')
  @Allow(...MAY.readStream)
  @ApiOperation({ summary: 'Changes of the page as server-sent events; resumable by Last-Event-ID, a log position' })
  @ApiProduces('text/event-stream')
  follow(
    @CurrentUser() user: User,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    if (this.stream.isFull)
      throw new ServiceUnavailableException('every place at the stream is taken; try again later');
    // From here on the response is the stream's: Fastify must not end it.
    reply.hijack();
    this.stream.open(reply.raw, positionOf(lastEventId), visibleSections(user.roles));
  }

  onModuleDestroy(): void {
    this.stream.close();
  }
}
