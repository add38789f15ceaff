import { SETTLEMENT_COLUMNS, type SettlementExport } from './rows.js';

const NUMBER = /^-?\d+(\.\d+)?$/;
/** A cell that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** A cell that RFC 4180 wants in quotes. */
const SPECIAL = /[",\r\n]/;

/**
 * RFC 4180: CRLF line ends, a header line, quotes where needed. Text that a spreadsheet would take for a formula gets an
 * apostrophe in front (OWASP, "CSV Injection"); numbers stay numbers, the negative ones too.
 */
export function settlementCsv({ lines }: SettlementExport): string {
  const rows = lines.map((line) => SETTLEMENT_COLUMNS.map((column) => csvCell(line[column])).join(','));
  return [SETTLEMENT_COLUMNS.join(','), ...rows, ''].join('\r\n');
}

export function csvCell(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return SPECIAL.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
