import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsNumber, IsString, Max, Min, ValidateNested } from 'class-validator';
import { InputError, Refusal } from '../../src/kernel/index.js';
import { Allow, CurrentUser, Public } from '../../src/platform/access/access.decorators.js';
import { MAY, mayActFor, type User } from '../../src/platform/access/index.js';
import { RetryLater } from '../../src/platform/http/index.js';

class Sample {
  @IsNumber()
  @Min(45)
  @Max(55)
  hz!: number;
}

class Samples {
  @IsString()
  area!: string;

  @ValidateNested({ each: true })
  @Type(() => Sample)
  samples!: Sample[];
}

/** A room's controller in small: one route for each thing that the platform promises about all routes. */
@Controller()
export class SmallController {
  @Get('open')
  @Public()
  open(): { open: true } {
    return { open: true };
  }

  /** Says nothing about who may use it. */
  @Get('forgotten')
  forgotten(): { secret: true } {
    return { secret: true };
  }

  @Get('me')
  @Allow('trader', 'driver', 'auditor')
  me(@CurrentUser() user: User): User {
    return user;
  }

  @Put('sessions/:driverId')
  @Allow(...MAY.statePreferences)
  state(@CurrentUser() user: User, @Param('driverId') driverId: string): Refusal | { stated: string } {
    if (!mayActFor(user, driverId)) return new Refusal('NOT_YOUR_SESSION', 'a driver may change own sessions only');
    return { stated: driverId };
  }

  @Post('echo')
  @HttpCode(200)
  @Allow('operator')
  echo(@Body() body: unknown): { body: unknown } {
    return { body };
  }

  @Post('samples')
  @HttpCode(200)
  @Allow('operator')
  samples(@Body() body: Samples): { count: number } {
    return { count: body.samples.length };
  }

  @Get('fail/:how')
  @Allow('trader')
  fail(@Param('how') how: string): Refusal {
    if (how === 'busy') throw new RetryLater(429, 'TOO_MANY_MESSAGES', 'send slower', 3);
    if (how === 'input') throw new InputError('row 3: soc must be 0 to 100');
    if (how === 'bug') throw new Error('cannot read /var/lib/backfeed/secret');
    return new Refusal('GATE_CLOSED', 'the gate is closed; bid for the next delivery day', 'day');
  }

  @Get('slow')
  @Allow('trader')
  async slow(): Promise<{ done: true }> {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { done: true };
  }
}
