/** A fleet's telemetry as records for Kafka: plug-ins first, then a SoC or meter value of every car, round by round. */
import kafkajs from 'kafkajs';

const START = Date.UTC(2026, 0, 12, 15);
const ROUND_MS = 10_000;

/** @returns `count` messages in the order in which they happen; every car has its messages in order of time. */
export function* telemetryOf(cars, count) {
  for (let number = 0; number < count; number += 1) {
    const car = number % cars;
    const round = Math.floor(number / cars);
    yield { key: `C${car}`, value: JSON.stringify(messageOf(car, round)) };
  }
}

function messageOf(car, round) {
  const base = { messageId: `C${car}/${round}`, chargerId: `C${car}`, sessionId: `S${car}` };
  const at = new Date(START + round * ROUND_MS).toISOString();
  if (round === 0)
    return {
      ...base,
      type: 'plugged-in',
      driverId: `D${car}`,
      at,
      batteryWh: 60_000,
      soc: 40,
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      targetSoc: 80,
      minSoc: 30,
      departureAt: '2026-01-13T06:30:00Z',
      v2g: true,
    };
  if (round % 4 === 0) return { ...base, type: 'meter', at, importWh: round * 30, exportWh: 0 };
  return { ...base, type: 'soc', at, soc: 40 + Math.min(40, round / 20), powerW: 11_000 - (round % 3) };
}

const BATCH = 5_000;

/** Sends them to a topic that is there, in order; resolves when the broker has them all. */
export async function fill(brokers, topic, cars, count) {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  let messages = [];
  for (const message of telemetryOf(cars, count)) {
    messages.push(message);
    if (messages.length < BATCH) continue;
    await producer.send({ topic, acks: -1, messages });
    messages = [];
  }
  if (messages.length > 0) await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}
