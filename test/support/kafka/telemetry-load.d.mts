import type { Producer } from 'kafkajs';

export function telemetryOf(cars: number, count: number): Generator<{ readonly key: string; readonly value: string }>;
export function messageId(car: number, round: number): string;
export function preload(producer: Producer, topic: string, cars: number, count: number, batch?: number): Promise<void>;
