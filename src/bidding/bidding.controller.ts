import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { deliveryDay, Refusal, type DeliveryDay } from '../kernel/index.js';
import { Allow, CurrentUser } from '../platform/access/access.decorators.js';
import { MAY, type User } from '../platform/access/index.js';
import { ProjectionRunner } from '../platform/index.js';
import { AuctionService } from './auction.service.js';
import { BidBook, type BookedBid } from './bid-book.projection.js';
import { BidExplainer } from './bid-explainer.service.js';
import { BidDto, HaltDto, TradingDto } from './bidding.dto.js';
import type { BidExplanation } from './explanation.js';

/** The bid book and the trader's controls. */
@ApiTags('bidding')
@ApiBearerAuth()
@Controller()
export class BiddingController {
  constructor(
    @Inject(AuctionService) private readonly auctions: AuctionService,
    @Inject(BidBook) private readonly book: BidBook,
    @Inject(BidExplainer) private readonly explainer: BidExplainer,
    @Inject(ProjectionRunner) private readonly projections: ProjectionRunner,
  ) {}

  @Get('bids')
  @Allow(...MAY.readBids)
  @ApiOperation({ summary: 'Bids of a delivery day; without `day`, of the latest day that has bids' })
  @ApiQuery({ name: 'day', required: false, example: '2026-01-13' })
  @ApiOkResponse({ type: [BidDto] })
  bids(@Query('day') day?: string): BookedBid[] {
    const wanted = day === undefined ? this.book.latestDay() : deliveryDay(day);
    return wanted === null ? [] : this.book.bids(wanted);
  }

  @Get('bids/:id')
  @Allow(...MAY.readBids)
  @ApiOperation({ summary: 'One bid' })
  @ApiOkResponse({ type: BidDto })
  bid(@Param('id') id: string): BookedBid | Refusal {
    return this.book.bid(id) ?? bidNotFound(id);
  }

  @Get('bids/:id/explanation')
  @Allow(...MAY.readBids)
  @ApiOperation({ summary: 'Why the bid is what it is and what became of it, from the log alone' })
  async explanation(@Param('id') id: string): Promise<BidExplanation | Refusal> {
    return (await this.explainer.explain(id)) ?? bidNotFound(id);
  }

  @Post('bids/:day/approve')
  @HttpCode(200)
  @Allow(...MAY.controlTrading)
  @ApiOperation({ summary: 'Agree to the planned bids of a delivery day; they are sent at once' })
  @ApiOkResponse({ type: [BidDto] })
  async approve(@Param('day') text: string, @CurrentUser() user: User): Promise<BookedBid[] | Refusal> {
    const day = deliveryDay(text);
    return this.bidsAfter(day, await this.auctions.approve(day, user.subject));
  }

  @Post('bids/:day/withdraw')
  @HttpCode(200)
  @Allow(...MAY.controlTrading)
  @ApiOperation({ summary: 'Take the bids of a delivery day back, before its gate closes' })
  @ApiOkResponse({ type: [BidDto] })
  async withdraw(@Param('day') text: string, @CurrentUser() user: User): Promise<BookedBid[] | Refusal> {
    const day = deliveryDay(text);
    return this.bidsAfter(day, await this.auctions.withdraw(day, user.subject));
  }

  @Get('trading')
  @Allow(...MAY.readBids)
  @ApiOperation({ summary: 'Whether trading is halted' })
  @ApiOkResponse({ type: TradingDto })
  async trading(): Promise<TradingDto> {
    return new TradingDto(await this.auctions.trading());
  }

  @Post('trading/halt')
  @HttpCode(200)
  @Allow(...MAY.controlTrading)
  @ApiOperation({ summary: 'Send no new documents; what is committed is delivered' })
  @ApiOkResponse({ type: TradingDto })
  async halt(@CurrentUser() user: User, @Body() body?: HaltDto): Promise<TradingDto> {
    return new TradingDto(await this.auctions.halt(user.subject, body?.reason ?? null));
  }

  @Post('trading/resume')
  @HttpCode(200)
  @Allow(...MAY.controlTrading)
  @ApiOperation({ summary: 'Send documents again' })
  @ApiOkResponse({ type: TradingDto })
  async resume(@CurrentUser() user: User): Promise<TradingDto> {
    return new TradingDto(await this.auctions.resume(user.subject));
  }

  /** Answers with the book as it is after the command, not as a reader may have seen it before. */
  private async bidsAfter(day: DeliveryDay, refusal: Refusal | null): Promise<BookedBid[] | Refusal> {
    if (refusal) return refusal;
    await this.projections.caughtUp();
    return this.book.bids(day);
  }
}

const bidNotFound = (id: string): Refusal =>
  new Refusal('BID_NOT_FOUND', `there is no bid "${id}"; GET /bids lists them`, 'id');
