import { signal } from '@preact/signals';
import type { DashboardView } from '../../api/dashboard-view.js';
import { readMessages } from './event-stream.js';
import { getJson, request } from './http.js';
import { takeChange, type ViewChange } from './store.js';
import { token } from './token.js';

export type Connection =
  { readonly state: 'connecting' } | { readonly state: 'live' } | { readonly state: 'lost'; readonly retryAt: number };
export const connection = signal<Connection>({ state: 'connecting' });

/** The server sends a heartbeat every 10 s; after this long without a byte the line is taken for dead. */
const SILENCE_MS = 25_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;

let lastEventId: string | null = null;
/** Counts calls of `connect`: an older loop that wakes up sees that it is no longer wanted. */
let generation = 0;
let abort: AbortController | null = null;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function loadSnapshot(): Promise<void> {
  const view = await getJson<DashboardView>('/dashboard');
  takeChange(view);
  lastEventId = String(view.position);
}

/** Follows the stream until it ends; resolves or rejects then. */
async function follow(mine: number, onLive: () => void): Promise<void> {
  const controller = new AbortController();
  abort = controller;
  let silence = setTimeout(() => controller.abort(), SILENCE_MS);
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => controller.abort(), SILENCE_MS);
  };
  try {
    if (lastEventId === null) await loadSnapshot();
    const headers = { Accept: 'text/event-stream', 'Last-Event-ID': lastEventId ?? '' };
    const response = await request('/stream', { headers, signal: controller.signal });
    if (!response.body) throw new TypeError('the stream has no body');
    onLive();
    for await (const message of readMessages(response.body, heard)) {
      if (mine !== generation) return;
      takeChange(JSON.parse(message.data) as ViewChange);
      if (message.id !== null) lastEventId = message.id;
    }
  } finally {
    clearTimeout(silence);
  }
}

/** Loads the snapshot and follows the stream, again and again with growing pauses, until the token is gone. */
async function run(mine: number): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  while (mine === generation && token.peek() !== null) {
    try {
      await follow(mine, () => {
        connection.value = { state: 'live' };
        retryMs = FIRST_RETRY_MS;
      });
    } catch {
      // Every failure is met the same way: the next round says whether it lasts.
    }
    if (mine !== generation || token.peek() === null) return;
    const wait = retryMs * (0.75 + Math.random() / 2);
    connection.value = { state: 'lost', retryAt: Date.now() + wait };
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    await pause(wait);
  }
}

/** Starts over with the token at hand; nothing happens without one. */
export function connect(): void {
  generation += 1;
  abort?.abort();
  lastEventId = null;
  connection.value = { state: 'connecting' };
  void run(generation);
}
