/** The work that every contender of the bench gets: the same telemetry, in the same order, as the engine writes it. */

import { performance } from 'node:perf_hooks';

export const CARS = 5_000;
const START = Date.UTC(2026, 0, 14);

/** The nth report of a fleet in which every car reports in turn. */
export function report(n) {
  const car = n % CARS;
  const session = `C${car}-2026-01-14`;
  const at = START + n * 2;
  const messageId = `${session}:soc:${at}`;
  return {
    stream: `session-${session}`,
    event: {
      type: 'SocReported',
      data: {
        sessionId: session,
        chargerId: `C${car}`,
        at: new Date(at).toISOString(),
        socPermille: 200 + ((n * 7) % 700),
        powerW: ((n * 13) % 22_000) - 11_000,
        quality: 'measured',
      },
      meta: { messageId, correlationId: messageId, causationId: messageId, actor: `charger:C${car}` },
      occurredAt: at,
    },
  };
}

/** The stored columns of that event, without stream id and hash: what a library is given when it is given the same bytes. */
export function columns(n) {
  const { event } = report(n);
  const { messageId, correlationId, causationId, actor } = event.meta;
  const revision = Math.floor(n / CARS);
  const data = JSON.stringify(event.data);
  return [
    n,
    1 + (n % CARS),
    revision,
    event.type,
    1,
    data,
    messageId,
    correlationId,
    causationId,
    actor,
    event.occurredAt,
    event.occurredAt,
  ];
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Events a second. */
export async function rate(events, work) {
  const from = performance.now();
  await work();
  return (events * 1000) / (performance.now() - from);
}

/**
 * Each contender in turn, round after round, so that all have the same share of whatever else the machine does.
 * @returns by name the median rate, and the median of its ratios to the reference in the same round.
 */
export async function compete(rounds, reference, contenders) {
  const rates = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of Object.entries(contenders)) rates[name].push(await run(round));
  return Object.fromEntries(
    Object.entries(rates).map(([name, all]) => [
      name,
      { rate: median(all), ratio: median(all.map((value, round) => value / rates[reference][round])) },
    ]),
  );
}

export const perSecond = (value) =>
  value >= 100_000
    ? `${Math.round(value / 1000)} k/s`
    : value >= 10_000
      ? `${(value / 1000).toFixed(1)} k/s`
      : `${Math.round(value)} /s`;
export const times = (value) => (value >= 10 ? `${value.toFixed(0)}×` : `${value.toFixed(2)}×`);

export function printTable(title, head, rows) {
  console.log(`\n${title}\n`);
  const all = [head, head.map(() => '---'), ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => String(row[column]).length)));
  for (const row of all)
    console.log(`| ${row.map((cell, column) => String(cell).padEnd(widths[column])).join(' | ')} |`);
}
