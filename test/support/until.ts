import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until something holds that happens by itself.
 * @throws after `withinMs`, naming the condition.
 */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`still not so after ${withinMs} ms: ${holds.toString()}`);
    await pause(10);
  }
}
