import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Type } from '@nestjs/common';
import { routesOf } from '../../src/platform/access/route-inventory.adapter.js';
import { SmallController } from '../support/small.controller.js';

const SOURCE = join(process.cwd(), 'src');

/** Every controller of the project, found on the disk: none can be left out of the check by leaving it off a list. */
async function controllersOnDisk(): Promise<Type[]> {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.controller.ts'),
  );
  const modules: Record<string, unknown>[] = [];
  // One after the other: the test runner's module linker trips over imports that race for the same dependency.
  for (const file of files.sort()) modules.push((await import(pathToFileURL(join(SOURCE, file)).href)) as never);
  return modules
    .flatMap((exported) => Object.values(exported))
    .filter((value): value is Type => typeof value === 'function' && value.name.endsWith('Controller'));
}

describe('access to routes', () => {
  it('is said for every route there is', async () => {
    const routes = routesOf(await controllersOnDisk());
    expect(routes.length).toBeGreaterThan(4);
    const silent = routes.filter((route) => route.access === null || route.access.length === 0);
    expect(
      silent.map(({ handler, method, path }) => `${handler} ${method} ${path}: add @Allow(...) or @Public()`),
    ).toEqual([]);
  });

  it('is open to anybody for health alone', async () => {
    const open = routesOf(await controllersOnDisk()).filter((route) => route.access === 'public');
    expect(open.map((route) => route.path).sort()).toEqual(['/health/live', '/health/ready']);
  });

  it('is missed where it is not said', () => {
    const routes = routesOf([SmallController]);
    expect(routes.find((route) => route.path === '/forgotten')).toEqual({
      handler: 'SmallController.forgotten',
      method: 'GET',
      path: '/forgotten',
      access: null,
    });
  });
});
