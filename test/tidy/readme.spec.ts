import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SETTINGS } from '../../src/settings-table.js';

const GUIDES = ['README.md', 'CONTRIBUTING.md', 'src/README.md', 'contracts/README.md'];
const readme = readFileSync('README.md', 'utf8');
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

describe('what the guides say', () => {
  it.each(GUIDES)('%s links to files that are there, has one title, and names scripts that run', (path) => {
    const text = readFileSync(path, 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
    expect(text.replace(/^```[\s\S]*?^```/gm, '').match(/^# /gm)).toHaveLength(1);
    const named = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('names every setting', () => {
    expect(SETTINGS.map(({ name }) => name).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every command', () => {
    const commands = [...readFileSync('src/cli.ts', 'utf8').matchAll(/name: '(\w+)'/g)].map(([, name = '']) => name);
    expect(commands).toContain('serve');
    expect(commands.filter((name) => !new RegExp(`^\\| \`${name}[ \`]`, 'm').test(readme))).toEqual([]);
  });
});
