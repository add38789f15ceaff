import { Refusal } from '../../kernel/index.js';
import { settlementCsv } from './csv.js';
import { settlementJson } from './json.js';
import type { SettlementExport } from './rows.js';

/** One face of the settlement export: media type and printer. */
export interface ExportFormat {
  readonly mediaType: string;
  readonly print: (settled: SettlementExport) => string;
}

const FORMATS: Readonly<Record<string, ExportFormat>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', print: settlementCsv },
  json: { mediaType: 'application/json; charset=utf-8', print: settlementJson },
};

export const EXPORT_FORMATS: readonly string[] = Object.keys(FORMATS);

/** The format of that name, or a refusal that names the ones there are. */
export function exportFormat(name: string): ExportFormat | Refusal {
  const format = EXPORT_FORMATS.includes(name) ? FORMATS[name] : undefined;
  return (
    format ??
    new Refusal(
      'EXPORT_FORMAT_INVALID',
      `settlement exports as "${name}" are not available; available now: ${EXPORT_FORMATS.join(', ')}`,
      'format',
    )
  );
}

/** The month of a `YYYY-MM` text, or a refusal. */
export function exportMonth(text: string): string | Refusal {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
    ? text
    : new Refusal('MONTH_INVALID', `"${text}" is not a month; write it as YYYY-MM, like 2026-01`, 'month');
}
