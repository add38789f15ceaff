import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routesOf } from '../../src/platform/access/route-inventory.adapter.js';
import { CONTROLLERS } from '../../src/app.js';
import { PLUG_IN } from '../support/fleet.js';
import { startLiveApp, type LiveApp } from '../support/live-app.js';
import { yamlText } from '../support/yaml-text.mjs';

let app: LiveApp;
let document: { paths: Record<string, Record<string, unknown>> };
beforeAll(async () => {
  app = await startLiveApp(PLUG_IN);
  document = (await app.call('auditor', 'GET', '/openapi.json')).body;
});
afterAll(() => app.close());

describe('contracts/http/backfeed.openapi.yaml', () => {
  it('is what the application says of itself; npm run generate:openapi writes it', () => {
    expect(readFileSync('contracts/http/backfeed.openapi.yaml', 'utf8')).toBe(yamlText(document));
  });
  it('names every route of every room, with its method', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    const routes = routesOf(CONTROLLERS).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(described).toEqual(expect.arrayContaining(routes));
  });
});

describe('YAML', () => {
  it('quotes what would mean something else, and keeps lists and objects apart', () => {
    const value = {
      plain: 'word',
      yes: 'no',
      code: '200',
      '/a/{id}': [{ in: 'path', of: [] }, 'x: y'],
      none: null,
      n: 1.5,
    };
    expect(yamlText(value)).toBe(
      [
        'plain: word',
        '"yes": "no"',
        'code: "200"',
        '"/a/{id}":',
        '  - in: path',
        '    of: []',
        '  - "x: y"',
        'none: null',
        '"n": 1.5',
        '',
      ].join('\n'),
    );
  });
});
