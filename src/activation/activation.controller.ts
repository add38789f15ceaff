import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { deliveryDay } from '../kernel/index.js';
import { Allow } from '../platform/access/access.decorators.js';
import { MAY } from '../platform/access/index.js';
import { ActivationBook, type ScoredMtu } from './activation-book.projection.js';

@ApiTags('activation')
@ApiBearerAuth()
@Controller('activations')
export class ActivationController {
  constructor(@Inject(ActivationBook) private readonly book: ActivationBook) {}

  @Get()
  @Allow(...MAY.readActivations)
  @ApiOperation({ summary: 'What was required, delivered and maintained in each MTU of a delivery day' })
  @ApiQuery({ name: 'day', required: false, description: 'YYYY-MM-DD; left out: the latest scored day' })
  activations(@Query('day') day?: string): readonly ScoredMtu[] {
    const asked = day === undefined ? this.book.latestDay() : deliveryDay(day);
    return asked === null ? [] : this.book.day(asked);
  }
}
