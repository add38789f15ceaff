import { signal } from '@preact/signals';
import type { StatusView } from '../../api/dashboard-view.js';

/** The market's clock as the page knows it, moved on between the server's messages. Epoch milliseconds; 0 before the first. */
export const now = signal(0);

/** Without news the clock runs on this long (wall time) and then stands: a stopped engine must not look alive. */
const RUN_ON_MS = 3_000;
const anchor = { at: 0, wall: 0, speed: 1 };

export function setClock(status: StatusView): void {
  anchor.at = status.now;
  anchor.wall = performance.now();
  anchor.speed = status.preparing ? 0 : status.speed;
  now.value = status.now;
}

function tick(): void {
  if (anchor.at === 0) return;
  const elapsed = Math.min(performance.now() - anchor.wall, RUN_ON_MS);
  now.value = Math.round(anchor.at + elapsed * anchor.speed);
}

setInterval(tick, 250);
