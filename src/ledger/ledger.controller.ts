import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/access/access.decorators.js';
import { MAY } from '../platform/access/index.js';
import { LedgerQueries } from './ledger-queries.service.js';
import type { LedgerRow } from './ledger-row.js';
import { LedgerQuestionDto, LedgerRowDto } from './ledger.dto.js';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('ledger')
export class LedgerController {
  constructor(@Inject(LedgerQueries) private readonly queries: LedgerQueries) {}

  @Get()
  @Allow(...MAY.readLedger)
  @ApiOperation({ summary: 'Firm, committed, available and short capacity per market time unit' })
  @ApiOkResponse({ type: [LedgerRowDto] })
  rows(@Query() question: LedgerQuestionDto): Promise<LedgerRow[]> {
    return this.queries.rows(question);
  }
}
