/**
 * `node test/support/readme-images.mjs URL REPORT`: the README's pictures, taken from the running program.
 * URL is the address that the server prints, token included; REPORT the path of a backtest's report.html.
 * Writes .github/images/dashboard.png and .github/images/report.png.
 */
import { mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [url, report] = process.argv.slice(2);
if (!url || !report) {
  console.error('usage: node test/support/readme-images.mjs http://127.0.0.1:3000/#token=… path/to/report.html');
  process.exit(2);
}
const FOLDER = '.github/images';
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
mkdirSync(FOLDER, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...QUIET],
});

async function take(address, name, height, ready) {
  const page = await browser.newPage({ viewport: { width: 1440, height }, colorScheme: 'light' });
  await page.goto(address);
  await ready(page);
  const path = `${FOLDER}/${name}.png`;
  await page.screenshot({ path });
  console.log(`${path}: ${Math.round(statSync(path).size / 1024)} kB`);
}

await take(url, 'dashboard', 900, async (page) => {
  await page.getByText('Connected', { exact: true }).waitFor();
  // Three charts, each drawn once its data is there.
  await page.locator('canvas').nth(2).waitFor();
  await page.waitForTimeout(3_000);
});
await take(pathToFileURL(resolve(report)).href, 'report', 900, (page) => page.locator('svg').first().waitFor());
await browser.close();
