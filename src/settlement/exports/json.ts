import type { SettlementExport } from './rows.js';

/** The same lines as the CSV, with the month's totals. Amounts and quantities are decimal text, so no digit is lost. */
export const settlementJson = (settled: SettlementExport): string =>
  `${JSON.stringify({ currency: 'EUR', ...settled }, null, 2)}\n`;
