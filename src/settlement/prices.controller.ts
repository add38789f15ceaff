import { Body, Controller, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Refusal, type DeliveryDay } from '../kernel/index.js';
import { Allow, CurrentUser } from '../platform/access/access.decorators.js';
import { MAY, type User } from '../platform/access/index.js';
import { granted } from '../platform/index.js';
import { EnergyPricePublication } from './energy-price-publication.service.js';
import { EnergyPriceReader } from './energy-price-reader.port.js';
import { PRICE_KINDS, type PriceKind } from './energy-prices.projection.js';

/** Energy prices brought by hand, as the TSO or the exchange publishes them. */
@ApiTags('settlement')
@Controller('prices')
export class PricesController {
  constructor(
    @Inject(EnergyPricePublication) private readonly publication: EnergyPricePublication,
    @Inject(EnergyPriceReader) private readonly reader: EnergyPriceReader,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow(...MAY.bringPrices)
  @ApiOperation({ summary: 'Energy prices by file; answers with the delivery days whose prices are new or corrected' })
  @ApiQuery({ name: 'kind', enum: PRICE_KINDS })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' }, description: "The TSO's CSV as downloaded, or `start,price_eur_per_mwh`" })
  async publish(
    @Query('kind') kind: string | undefined,
    @Body() file: unknown,
    @CurrentUser() user: User,
  ): Promise<{ kind: PriceKind; periods: number; days: readonly DeliveryDay[] }> {
    const known = granted(priceKind(kind));
    const periods = this.reader.read('body', granted(fileText(file)));
    const days = await this.publication.publish(known, periods, `${user.role}:${user.subject}`);
    return { kind: known, periods: periods.length, days };
  }
}

const priceKind = (text: string | undefined): PriceKind | Refusal =>
  PRICE_KINDS.find((kind) => kind === text) ??
  new Refusal('PRICE_KIND_INVALID', `kind must be one of ${PRICE_KINDS.join(', ')}, got "${text ?? ''}"`, 'kind');

function fileText(body: unknown): string | Refusal {
  if (typeof body === 'string' && body.trim() !== '') return body;
  if (Buffer.isBuffer(body) && body.length > 0) return body.toString('utf8');
  return new Refusal('PRICE_FILE_INVALID', 'send the price file as the body, with content-type text/csv', 'body');
}
