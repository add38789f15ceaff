import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isRefusal, Refusal } from '../kernel/index.js';
import { Allow, CurrentUser } from '../platform/access/access.decorators.js';
import { MAY, type User } from '../platform/access/index.js';
import { InvalidFields } from '../platform/http/index.js';
import { problemText } from '../market/index.js';
import { MarketMessageDesk, type RejectedDocument } from './market-message-desk.service.js';
import { LatestRefusedQuery, RefusedDocumentDto, TakenDocumentDto } from './market-messages.dto.js';
import { RefusedDocuments } from './refused-documents.service.js';

/** Documents of the TSO brought by hand, when the link is down, and those that were refused. */
@ApiTags('bidding')
@ApiBearerAuth()
@Controller('market/messages')
export class MarketMessagesController {
  constructor(
    @Inject(MarketMessageDesk) private readonly desk: MarketMessageDesk,
    @Inject(RefusedDocuments) private readonly refused: RefusedDocuments,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow(...MAY.bringMarketMessages)
  @ApiOperation({ summary: 'An acknowledgement or a result of the TSO, as XML; the same one again changes nothing' })
  @ApiConsumes('application/xml', 'text/xml')
  @ApiBody({
    schema: { type: 'string' },
    description: 'One document, as it came; one that is refused is kept, and says so',
  })
  @ApiOkResponse({ type: TakenDocumentDto })
  async bring(@Body() body: unknown, @CurrentUser() user: User): Promise<TakenDocumentDto | Refusal> {
    if (!Buffer.isBuffer(body) || body.length === 0)
      return new Refusal('DOCUMENT_INVALID', 'send one XML document, with content-type application/xml', 'body');
    const taken = await this.desk.bring(body, `${user.role}:${user.subject}`);
    return 'because' in taken ? rejection(taken) : taken;
  }

  @Get('refused')
  @Allow(...MAY.readBids)
  @ApiOperation({ summary: 'Documents that came and were refused, by whatever way, the newest first' })
  @ApiOkResponse({ type: [RefusedDocumentDto] })
  async latestRefused(@Query() { limit = 50 }: LatestRefusedQuery): Promise<RefusedDocumentDto[]> {
    return (await this.refused.latest(limit)).map((record) => RefusedDocumentDto.of(record));
  }
}

function rejection({ because, record }: RejectedDocument): Refusal {
  const note = record
    ? `the document is on record as refused, sha256 ${record.sha256}: GET /api/v1/market/messages/refused`
    : undefined;
  if (isRefusal(because))
    return new Refusal(because.code, [because.message, note ?? []].flat().join('; '), because.field);
  const errors = because.map((problem) => ({ field: problem.path, message: problemText(problem) }));
  throw new InvalidFields(errors, note);
}
