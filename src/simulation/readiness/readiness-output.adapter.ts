import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { weekHeatMapFile } from '../report/week-heat-map.js';
import { renderReadiness } from './readiness-report.js';
import type { Readiness } from './readiness.js';

/** The study as a page, and its heat map as a picture of its own. The same study gives the same bytes. */
export async function writeReadiness(folder: string, study: Readiness): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'readiness.html'), renderReadiness('V2G readiness', study));
  await writeFile(join(folder, 'readiness.svg'), weekHeatMapFile(study.firmKwByHourOfWeek, 100));
}
