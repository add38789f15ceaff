import { SingleBar } from 'cli-progress';
import type { CliIo } from './command.js';

const SHOWN_AFTER_MS = 2_000;

/** How far a long work has come. */
export interface Progress {
  update(done: number, total: number): void;
  /** Clears the bar: what the command says next starts on a clean line. */
  stop(): void;
}

/** A bar on stderr for work that takes over two seconds; nothing at all where nobody watches. */
export function startProgress(io: CliIo, label: string): Progress {
  if (io.stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
  const startedAt = io.now();
  let bar: SingleBar | null = null;
  return {
    update(done, total) {
      if (bar === null && io.now() - startedAt >= SHOWN_AFTER_MS) bar = startedBar(io, label, total);
      bar?.setTotal(total);
      bar?.update(done);
    },
    stop() {
      bar?.stop();
    },
  };
}

function startedBar(io: CliIo, label: string, total: number): SingleBar {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage} %  {eta_formatted} left`,
    stream: io.stderr,
    clearOnComplete: true,
    hideCursor: true,
    // The bar is drawn when the work reports, never by a timer of its own that a busy loop would starve.
    forceRedraw: true,
  });
  bar.start(total, 0);
  return bar;
}
