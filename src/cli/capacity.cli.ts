import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import {
  capacityNow,
  readCapacityQuestion,
  readPlanQuestion,
  type CapacityAnswer,
  type CapacityQuestion,
} from '../flexibility/index.js';
import { InputError, isoInstant } from '../kernel/index.js';
import { capacityPlanOf, capacityPlanText } from './capacity-plan.cli.js';
import { answer, type CliIo } from './command.js';
import { textTable } from './text-table.js';

interface CapacityOptions {
  readonly vehicles: string;
  readonly plan?: boolean;
  readonly json?: boolean;
}

/** `backfeed capacity`: firm FCR-N capacity of given vehicles, parked and idle, each alone and as a group; and, planned, over a day. */
export function capacityCommand(io: CliIo): Command {
  return new Command('capacity')
    .description('firm FCR-N capacity of given vehicles, each alone and as a group')
    .requiredOption(
      '--vehicles <file>',
      'JSON: {"at", "vehicles": [...], "mtuMinutes", "enduranceMinutes", "nemPowerFactor", "isLER", "unannouncedDepartures"}',
    )
    .option('--plan', 'baselines of each vehicle over the coming MTUs ("mtus" of the file, or 24) that hold the most')
    .option('--json', 'one JSON document: {"now": ..., "plan": ...}')
    .action(async ({ vehicles, plan, json }: CapacityOptions) => {
      const { json: document, question } = await capacityQuestionFrom(vehicles);
      const now = capacityNow(question);
      if (!plan) return answer(io, json, { now }, capacityText(question, now));
      const planQuestion = named(vehicles, () => readPlanQuestion(document, question));
      const planned = await capacityPlanOf(planQuestion);
      const text = `${capacityText(question, now)}\n\n${capacityPlanText(planQuestion, planned)}`;
      answer(io, json, { now, plan: planned }, text);
    });
}

/** @throws InputError naming the file and, where one is at fault, the field. */
async function capacityQuestionFrom(file: string): Promise<{ json: unknown; question: CapacityQuestion }> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'is not JSON' : "can't be read";
    throw new InputError(`${file} ${problem}: ${(error as Error).message}`);
  }
  return { json, question: named(file, () => readCapacityQuestion(json)) };
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}

const kW = (powerW: number): string => (powerW / 1000).toFixed(1);

const BINDS: Readonly<Record<CapacityAnswer['boundBy'], string>> = {
  'energy-up': 'bound by what the cars can give for an hour (energy up)',
  'energy-down': 'bound by what the cars can take for an hour (energy down)',
  'power-up': 'bound by power kept for energy management (power up)',
  'power-down': 'bound by power kept for energy management (power down)',
  none: 'no car has anything to offer',
};

function capacityText({ at }: CapacityQuestion, answer: CapacityAnswer): string {
  const { vehicles, groupW, offerableW, sumOfSinglesW, boundBy, chosenSharesW, enduranceHours, group } = answer;
  const { leavingProbability } = group.departures;
  const leaving = leavingProbability === 0 ? '' : `, if ${leavingProbability * 100} % may leave without a word`;
  const kind = group.isLER ? 'a limited reservoir (LER)' : 'no limited reservoir';
  const cars = textTable(
    ['vehicle', 'up kW', 'down kW', 'alone kW', 'safe discharge kWh', 'must charge at'],
    vehicles.map((car) => [
      car.id,
      kW(car.upW),
      kW(car.downW),
      kW(car.singleW),
      kW(car.safeDischargeWh),
      car.reachable ? car.mustChargeAt : 'target out of reach',
    ]),
  );
  const count = vehicles.length === 1 ? '1 idle vehicle' : `${vehicles.length} idle vehicles`;
  return [
    `Firm FCR-N capacity of ${count} at ${isoInstant(at)}`,
    `  as a group ${kW(groupW)} kW, ${BINDS[boundBy]}`,
    `  offerable  ${(offerableW / 1_000_000).toFixed(1)} MW`,
    `  each alone ${kW(sumOfSinglesW)} kW in all`,
    `  with shares chosen ${kW(chosenSharesW)} kW${leaving}`,
    `  for longer ${enduranceHours.map(({ hours, capacityW }) => `${kW(capacityW)} kW for ${hours} h`).join(', ')}`,
    `  counted as ${kind}: ${group.nemPowerFactor * 100} % of power kept for NEM, ${group.enduranceMinutes} min of endurance`,
    '',
    cars,
  ].join('\n');
}
