/**
 * The embedded log against the library that it is built on, against the disk, and against Emmett's SQLite store: appends,
 * reads, rebuilds. `BACKFEED_BENCH_EVENTS` sets how many events are read (200 000). Contenders take turns;
 * figures are medians, and a ratio is the median of the ratios within a round.
 */
import { benchAppend } from './event-log/append.mjs';
import { installEmmett } from './event-log/emmett.mjs';
import { benchEncodings, benchRead } from './event-log/read.mjs';

const emmett = process.env.BACKFEED_BENCH_EMMETT === 'off' ? { missing: 'left out' } : await installEmmett();
if (emmett.missing) console.log(`Emmett is not in the table: ${emmett.missing}`);
try {
  await benchAppend(emmett);
  await benchRead();
  await benchEncodings();
} finally {
  emmett.remove?.();
}
