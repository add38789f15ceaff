import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isRefusal, Refusal } from '../kernel/index.js';
import { Allow, CurrentUser } from '../platform/access/access.decorators.js';
import { MAY, type User } from '../platform/access/index.js';
import { InvalidFields } from '../platform/http/index.js';
import { problemText } from '../market/index.js';
import { MarketMessageDesk } from './market-message-desk.service.js';
import { TakenDocumentDto } from './market-messages.dto.js';

/** Documents of the TSO brought by hand, when the link is down. */
@ApiTags('bidding')
@ApiBearerAuth()
@Controller('market/messages')
export class MarketMessagesController {
  constructor(@Inject(MarketMessageDesk) private readonly desk: MarketMessageDesk) {}

  @Post()
  @HttpCode(200)
  @Allow(...MAY.bringMarketMessages)
  @ApiOperation({ summary: 'An acknowledgement or a result of the TSO, as XML; the same one again changes nothing' })
  @ApiConsumes('application/xml', 'text/xml')
  @ApiBody({ schema: { type: 'string' }, description: 'One document, as it came' })
  @ApiOkResponse({ type: TakenDocumentDto })
  async bring(@Body() body: unknown, @CurrentUser() user: User): Promise<TakenDocumentDto | Refusal> {
    if (!Buffer.isBuffer(body) || body.length === 0)
      return new Refusal('DOCUMENT_INVALID', 'send one XML document, with content-type application/xml', 'body');
    const taken = await this.desk.bring(body, `${user.role}:${user.subject}`);
    if (isRefusal(taken)) return taken;
    if ('kind' in taken) return taken;
    throw new InvalidFields(taken.map((problem) => ({ field: problem.path, message: problemText(problem) })));
  }
}
