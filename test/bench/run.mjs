/**
 * `npm run bench [-- NAME]`: benches print figures and ratios of one run; they assert nothing. Build first.
 * Real data is looked for in BACKFEED_SHARED/data (default ../shared/data).
 */
import { readdirSync } from 'node:fs';

const asked = process.argv[2];
const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.replace('.bench.mjs', ''))
  .sort();
if (asked !== undefined && !names.includes(asked)) {
  console.error(`no bench named ${asked}; there are ${names.join(', ')}`);
  process.exit(2);
}
for (const name of asked === undefined ? names : [asked]) {
  console.log(`\n## ${name}`);
  await import(new URL(`${name}.bench.mjs`, import.meta.url).href);
}
