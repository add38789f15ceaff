export function telemetryOf(cars: number, count: number): Generator<{ readonly key: string; readonly value: string }>;
export function fill(brokers: readonly string[], topic: string, cars: number, count: number): Promise<void>;
