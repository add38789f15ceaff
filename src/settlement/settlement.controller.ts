import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { deliveryDay } from '../kernel/index.js';
import { Allow } from '../platform/access/access.decorators.js';
import { MAY } from '../platform/access/index.js';
import { granted } from '../platform/index.js';
import { exportFormat, exportMonth } from './exports/formats.js';
import { settlementExport } from './exports/rows.js';
import { SettlementBook } from './settlement-book.projection.js';
import { settlementHistory, settlementView, type SettlementHistory, type SettlementView } from './settlement-view.js';

/** Settled days, to look at and to take away. */
@ApiTags('settlement')
@Controller()
export class SettlementController {
  constructor(@Inject(SettlementBook) private readonly book: SettlementBook) {}

  @Get('settlements')
  @Allow(...MAY.readSettlements)
  @ApiOperation({ summary: 'A month of settled days: totals, days, lines' })
  @ApiQuery({ name: 'month', required: false, description: 'YYYY-MM; left out: the latest month with a settled day' })
  settlements(@Query('month') month?: string): SettlementView {
    const asked = month === undefined ? this.book.latestMonth() : granted(exportMonth(month));
    return settlementView(this.book.month(asked));
  }

  @Get('settlements/:day/history')
  @Allow(...MAY.readSettlements)
  @ApiOperation({ summary: 'Every account of a delivery day: what came late, what it changed, line by line' })
  history(@Param('day') day: string): SettlementHistory {
    return settlementHistory(day, this.book.day(deliveryDay(day)));
  }

  @Get('exports/settlements/:file')
  @Allow(...MAY.readSettlements)
  @ApiOperation({ summary: 'A month of settlement lines as a file: YYYY-MM.csv or YYYY-MM.json' })
  @ApiProduces('text/csv', 'application/json')
  @ApiOkResponse({ description: 'Columns: contracts/exports/settlement-lines.md' })
  export(@Param('file') file: string, @Res({ passthrough: true }) reply: HeaderWriter): string {
    const [, name = file, extension = ''] = /^(.*)\.([^.]*)$/.exec(file) ?? [];
    const month = granted(exportMonth(name));
    const format = granted(exportFormat(extension));
    reply.header('content-type', format.mediaType);
    reply.header('content-disposition', `attachment; filename="settlement-${month}.${extension}"`);
    return format.print(settlementExport(this.book.month(month)));
  }
}

/** What this controller uses of the server's reply. */
interface HeaderWriter {
  header(name: string, value: string): unknown;
}
