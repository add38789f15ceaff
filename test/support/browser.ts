import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Why browser tests can't run here; null when they can. */
export function browserMissing(): string | null {
  if (!existsSync(CHROMIUM)) return `no Chromium at ${CHROMIUM}: install the package "chromium" or set CHROMIUM_PATH`;
  if (!existsSync('dist/dashboard/web/index.html')) return 'the page is not built: run "npm run build" first';
  return null;
}

/** Headless, and with everything off that would call home. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface Watched {
  /** Console errors and uncaught exceptions. */
  readonly problems: string[];
  /** Requests to any other origin than the page's. */
  readonly strangers: string[];
}

/** Notes what a page must not do from now on. */
export function watch(page: Page, origin: string): Watched {
  const watched: Watched = { problems: [], strangers: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') watched.problems.push(message.text());
  });
  page.on('pageerror', (error) => watched.problems.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol !== 'data:' && asked !== new URL(origin).origin) watched.strangers.push(request.url());
  });
  return watched;
}

/** How many pixels the page is wider than its window; 0: nothing to scroll sideways. */
export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

export const groundColour = (page: Page): Promise<string> =>
  page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
