import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import {
  browserMissing,
  groundColour,
  launchBrowser,
  sidewaysOverflow,
  watch,
  type Watched,
} from '../support/browser.js';
import { fixtureToken, startFixtureServer, type FixtureServer } from '../support/dashboard-server.js';

const missing = browserMissing();
if (missing) console.warn(`browser tests are skipped: ${missing}`);

(missing ? describe.skip : describe)('the trader’s page in Chromium', () => {
  let browser: Browser;
  let server: FixtureServer;
  let page: Page;
  let watched: Watched;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await startFixtureServer();
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
  });

  async function open(role: string | null, options: BrowserContextOptions = {}): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    page = await context.newPage();
    watched = watch(page, server.url);
    await page.goto(role === null ? server.url : `${server.url}#token=${fixtureToken(role)}`);
    if (role !== null) await page.getByText('Connected', { exact: true }).waitFor();
  }
  const panel = (title: string) => page.getByRole('region', { name: title, exact: true });

  it('loads without a console error and asks nobody else for anything', async () => {
    await open('trader');
    await panel('Settlement').waitFor();
    expect(watched).toEqual({ problems: [], strangers: [] });
  });

  it('takes the token out of the address bar and keeps it for the tab', async () => {
    await open('trader');
    expect(page.url()).toBe(server.url);
    await page.reload();
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Backfeed' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in to Backfeed' }).waitFor();
  });

  it('says how to sign in when there is no token, and takes a pasted one', async () => {
    await open(null);
    await page.getByText('token --role trader').waitFor();
    await page.getByLabel('Token').fill('not a token');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('not valid').waitFor();
    await page.getByLabel('Token').fill(fixtureToken('trader'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await panel('Bid book').waitFor();
  });

  it('shows data in every panel', async () => {
    await open('trader');
    const text = async (title: string): Promise<string> => panel(title).innerText();
    expect(await text('Capacity against commitment')).toMatch(
      /Tue 13 Jan 16:00–17:00 · firm \d\.\d{3} MW · committed 0\.\d MW/,
    );
    expect(await text('Frequency and response')).toMatch(/\d\d\.\d{3} Hz/);
    expect(await text('Bid book')).toContain('Waiting for a trader to approve.');
    expect(await text('Sessions and their promise')).toMatch(/garage-08\s+unreachable\s+24 %/);
    expect(await text('Settlement')).toMatch(/Mon 12 Jan\s+[\d.]+/);
    expect(await text('Alerts')).toContain('Maintained 0.066 of 0.1 MW');
    expect(await page.getByLabel('Key figures').innerText()).toMatch(/Gate closes for Wed 14 Jan\s+4\d min \d\d s/);
    expect(await page.locator('canvas').count()).toBe(3);
  });

  it('follows the live stream', async () => {
    await open('trader');
    const clock = page.locator('.market-clock time');
    const before = await clock.getAttribute('datetime');
    server.fixture.pass(3600);
    await page.getByText('Tue 13 Jan 17:4').waitFor();
    expect(await clock.getAttribute('datetime')).not.toBe(before);
  });

  it('lets a trader halt and resume trading', async () => {
    await open('trader');
    await page.getByRole('button', { name: 'Halt trading' }).click();
    await page.getByText('Trading halted', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resume trading' }).click();
    await page.getByText('Trading on', { exact: true }).waitFor();
    expect(server.posted).toEqual(['/trading/halt', '/trading/resume']);
  });

  it('lets a trader approve bids and take them back', async () => {
    await open('trader');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await panel('Bid book').getByText('withdrawn').first().waitFor();
    expect(server.posted).toEqual(['/bids/2026-01-14/approve', '/bids/2026-01-14/withdraw']);
  });

  it('gives an auditor no controls', async () => {
    await open('auditor');
    expect(await page.getByRole('button', { name: /Halt|Approve|Withdraw/ }).count()).toBe(0);
  });

  it('explains a bid, with the keyboard alone', async () => {
    await open('trader');
    const row = panel('Bid book').getByRole('button', { name: '07:00' });
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByText('quantile of the firm capacity').waitFor();
    expect(await row.getAttribute('aria-expanded')).toBe('true');
  });

  it('picks another delivery day and another kind of session', async () => {
    await open('trader');
    await page.getByLabel('Delivery day').selectOption('2026-01-13');
    await panel('Bid book').getByText('not-awarded').first().waitFor();
    await page.getByRole('button', { name: /^must charge/ }).click();
    expect(await panel('Sessions and their promise').locator('tbody tr').count()).toBe(2);
  });

  it('says when the connection is lost, and comes back by itself', async () => {
    await open('trader');
    server.down = true;
    server.cutStreams();
    await page.getByText('Connection lost.').waitFor();
    expect(await page.getByLabel('Key figures').count()).toBe(1);
    server.down = false;
    await page.getByText('Connected', { exact: true }).waitFor({ timeout: 15_000 });
  }, 30_000);

  it('shows how far the simulated past is laid down', async () => {
    server.fixture.preparing = { done: 12, total: 48, label: 'Day 12 of 48' };
    await open('trader');
    await page.getByText('Laying down the simulated past').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('12');
    expect(await page.getByText('25 %').count()).toBe(1);
  });

  it('is honest about having nothing yet', async () => {
    server.fixture.empty = true;
    await open('trader');
    for (const words of [
      'No car is plugged in',
      'No bids yet',
      'No frequency sample',
      'No delivery day has been settled',
      'Nothing to report',
    ])
      await page.getByText(words).waitFor();
    expect(watched.problems).toEqual([]);
  });

  it('never scrolls sideways, from 390 px up', async () => {
    for (const width of [390, 640, 800, 1024, 1280]) {
      await open('trader', { viewport: { width, height: 844 } });
      await panel('Settlement').waitFor();
      const overflow = await sidewaysOverflow(page);
      expect({ width, overflow }).toEqual({ width, overflow: 0 });
      if (width < 1280) await page.context().close();
    }
  }, 30_000);

  it('follows the system into the dark', async () => {
    await open('trader', { colorScheme: 'dark' });
    const dark = await groundColour(page);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await groundColour(page)).not.toBe(dark);
    expect(dark).toBe('rgb(12, 16, 21)');
    expect(await page.locator('canvas').count()).toBe(3);
  });
});
