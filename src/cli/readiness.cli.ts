import { Command } from 'commander';
import { STRATEGY_NAMES, type StrategyName } from '../dispatch/index.js';
import { readSessionFile } from '../fleet/history/session-file.adapter.js';
import { writeReadiness } from '../simulation/readiness/readiness-output.adapter.js';
import { readinessOf, STUDY_STRATEGY } from '../simulation/index.js';
import { answer, decimalNumber, wholeNumber, wordOf, type CliIo } from './command.js';
import { startProgress } from './progress.adapter.js';
import { readinessText } from './readiness-text.js';

interface ReadinessCommandOptions {
  readonly sessions: string;
  readonly chargers?: number;
  readonly v2gPowerKw?: number;
  readonly batteryKwh?: number;
  readonly strategy: StrategyName;
  readonly seed: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `backfeed readiness`: what an operator's parked cars could sell, before the first bidirectional charger is bought. */
export function readinessCommand(io: CliIo): Command {
  return new Command('readiness')
    .description(
      'what parked cars could sell: idle time, firm capacity by hour of the week, chargers it takes, blockers',
    )
    .requiredOption('--sessions <file>', 'charging sessions: CSV, JSON lines or ACN-Data JSON')
    .option(
      '--chargers <n>',
      'a seeded sample or bootstrap of the file’s chargers',
      wholeNumber('--chargers', { least: 1, most: 10_000 }),
    )
    .option(
      '--v2g-power-kw <kW>',
      'power of every charger, both ways (default: the file’s where it discharges, else 11)',
      decimalNumber('--v2g-power-kw', { least: 0.1, most: 1000 }),
    )
    .option('--battery-kwh <kWh>', 'battery of every car', decimalNumber('--battery-kwh', { least: 1, most: 1000 }))
    .option(
      '--strategy <name>',
      `where cars wait: ${STRATEGY_NAMES.join(', ')}`,
      wordOf('--strategy', STRATEGY_NAMES),
      STUDY_STRATEGY,
    )
    .option('--seed <n>', 'seed of everything random', wholeNumber('--seed', { least: 0, most: 2 ** 31 }), 1)
    .option('--out <dir>', 'folder for readiness.html and readiness.svg, the heat map')
    .option('--json', 'one JSON document')
    .action((options: ReadinessCommandOptions) => readiness(options, io));
}

async function readiness(options: ReadinessCommandOptions, io: CliIo): Promise<void> {
  const { sessions, chargers, v2gPowerKw, batteryKwh, strategy, seed, out, json } = options;
  const history = await readSessionFile(sessions);
  const progress = startProgress(io, 'readiness');
  try {
    const study = await readinessOf({
      history,
      strategy,
      seed,
      ...(chargers !== undefined && { chargers }),
      ...(v2gPowerKw !== undefined && { v2gPowerW: Math.round(v2gPowerKw * 1000) }),
      ...(batteryKwh !== undefined && { batteryWh: Math.round(batteryKwh * 1000) }),
      onProgress: async (done) => {
        progress.update(Math.round(done * 1000), 1000);
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    if (out !== undefined) await writeReadiness(out, study);
    progress.stop();
    answer(io, json, study, readinessText(sessions, study, out));
  } finally {
    progress.stop();
  }
}
