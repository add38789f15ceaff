/** How a month's backtest grows with the fleet: the file's own chargers, 400 and 2 000, in time, memory and events. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const data = resolve(process.env.BACKFEED_SHARED ?? '../shared', 'data');
const sessions = join(data, 'sessions-norway.csv');
if (!existsSync(sessions)) console.log(`skipped: ${sessions} is not there`);
else {
  const rows = [undefined, 400, 2000].map((chargers) => backtest(chargers));
  const [base] = rows;
  for (const row of rows)
    console.log(
      [
        `${row.chargers} chargers`,
        `${row.committedMwH} MW,h`,
        `${row.wallSeconds} s (${(row.wallSeconds / base.wallSeconds).toFixed(2)}×)`,
        `${row.peakMemoryMb} MB (${(row.peakMemoryMb / base.peakMemoryMb).toFixed(2)}×)`,
        `${row.eventsAppended} events`,
        `${((row.wallSeconds / row.chargers) * 1000).toFixed(0)} ms a charger`,
        `${row.departuresBelowTarget} below target`,
      ].join(', '),
    );
}

function backtest(chargers) {
  const files = {
    '--sessions': sessions,
    '--prices': join(data, 'prices-fcrn-dk2-2017-2020.csv'),
    '--frequency': join(data, 'frequency-nordic-2015-01-01-to-06-1s.csv.gz'),
  };
  const options = ['--frequency-align', 'wrap', '--v2g-power-kw', '11', '--from', '2019-11-01', '--to', '2019-11-30'];
  const size = chargers === undefined ? [] : ['--chargers', String(chargers)];
  const args = ['dist/cli.js', 'backtest', ...Object.entries(files).flat(), ...options, ...size, '--json'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 }));
}
