import type { Provider, Type } from '@nestjs/common';
import { LedgerQueries, type LedgerQueriesDependencies } from './ledger-queries.service.js';
import { LedgerController } from './ledger.controller.js';

export const LEDGER_CONTROLLERS: readonly Type[] = [LedgerController];

/** What the ledger's controller asks for, over a ledger that is kept up to date. */
export const ledgerProviders = (dependencies: LedgerQueriesDependencies): Provider[] => [
  { provide: LedgerQueries, useValue: new LedgerQueries(dependencies) },
];
