import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import {
  capacityNow,
  readCapacityQuestion,
  QUESTION_FIELDS,
  readPlanQuestion,
  VEHICLE_FIELDS,
  type CapacityAnswer,
  type CapacityQuestion,
} from '../flexibility/index.js';
import { InputError, isoInstant } from '../kernel/index.js';
import { capacityPlanOf, capacityPlanText } from './capacity-plan.cli.js';
import { envelopesOf, envelopesText } from './capacity-envelope.cli.js';
import { answer, type CliIo } from './command.js';
import { refuseMisspelt } from './field-names.adapter.js';
import { textTable } from './text-table.js';

interface CapacityOptions {
  readonly vehicles: string;
  readonly plan?: boolean;
  readonly envelope?: boolean;
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
    .option('--envelope', 'least and most energy of each vehicle at each MTU until it departs')
    .option('--json', 'one JSON document: {"now": ..., "envelopes": ..., "plan": ...}')
    .action(async ({ vehicles, plan, envelope, json }: CapacityOptions) => {
      const { json: document, question } = await capacityQuestionFrom(vehicles);
      const planQuestion = named(vehicles, () => readPlanQuestion(document, question));
      const now = capacityNow(question);
      const texts = [capacityText(question, now)];
      const envelopes = envelope ? envelopesOf(question, planQuestion.worth.length) : undefined;
      if (envelopes) texts.push(envelopesText(envelopes));
      const planned = plan ? await capacityPlanOf(planQuestion) : undefined;
      if (planned) texts.push(capacityPlanText(planQuestion, planned));
      const answered = { now, ...(envelopes && { envelopes }), ...(planned && { plan: planned }) };
      answer(io, json, answered, texts.join('\n\n'));
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
  return {
    json,
    question: named(file, () => {
      const question = readCapacityQuestion(json);
      refuseMisspelt(json, QUESTION_FIELDS, '');
      const { vehicles } = json as { readonly vehicles: readonly unknown[] };
      vehicles.forEach((vehicle, index) => refuseMisspelt(vehicle, VEHICLE_FIELDS, `vehicles[${index}]`));
      return question;
    }),
  };
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

const leftText = ({ leavers, vehicles, group }: CapacityAnswer): string => {
  const { leavingProbability, reliability } = group.departures;
  const cars = leavers === 1 ? 'any one car leaves' : `any ${leavers} of ${vehicles.length} cars leave`;
  return `${cars} (${leavingProbability * 100} % each, ${reliability * 100} % sure)`;
};

function capacityText({ at }: CapacityQuestion, answer: CapacityAnswer): string {
  const { vehicles, groupW, offerableW, sumOfSinglesW, boundBy, chosenSharesW, enduranceHours, group } = answer;
  const left = answer.leavers === 0 ? '' : `, and still there when ${leftText(answer)} without a word`;
  const kind = group.isLER ? 'a limited reservoir (LER)' : 'no limited reservoir';
  const twoHours = answer.isLimitedReservoir ? 'more than it could hold' : 'what it could also hold';
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
    `  as a group ${kW(groupW)} kW, ${BINDS[boundBy]}${left}`,
    `  offerable  ${(offerableW / 1_000_000).toFixed(1)} MW`,
    `  each alone ${kW(sumOfSinglesW)} kW in all`,
    `  with shares chosen ${kW(chosenSharesW)} kW`,
    `  for longer ${enduranceHours.map(({ hours, capacityW }) => `${kW(capacityW)} kW for ${hours} h`).join(', ')}`,
    `  counted as ${kind}: ${group.nemPowerFactor * 100} % of power kept for NEM, ${group.enduranceMinutes} min of endurance;`,
    `  its ${kW(groupW)} kW are ${twoHours} for 2 h`,
    '',
    cars,
  ].join('\n');
}
