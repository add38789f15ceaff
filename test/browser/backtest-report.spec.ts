import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { renderBacktestReport } from '../../src/simulation/backtest-report.js';
import { sampleReport } from '../support/backtest-report-sample.js';
import { browserMissing, launchBrowser, sidewaysOverflow, watch } from '../support/browser.js';

const missing = browserMissing();
if (missing) console.warn(`browser tests are skipped: ${missing}`);

(missing ? describe.skip : describe)('the backtest’s report in Chromium', () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    folder = mkdtempSync(join(tmpdir(), 'backfeed-report-'));
    writeFileSync(join(folder, 'report.html'), renderBacktestReport(sampleReport()));
    url = pathToFileURL(join(folder, 'report.html')).href;
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('opens from the disk at %d px in the %s, whole and alone', async (width, colorScheme) => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      javaScriptEnabled: true,
    });
    const page = await context.newPage();
    const watched = watch(page, url);
    await page.goto(url);
    expect(await page.locator('svg').count()).toBe(6);
    const overflow = await sidewaysOverflow(page);
    expect({ ...watched, overflow }).toEqual({ problems: [], strangers: [], overflow: 0 });
    await context.close();
  });
});
