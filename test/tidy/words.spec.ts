import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { linesMatching, projectFiles, textOf } from '../support/project-files.js';

const files = projectFiles();
const guides = files.filter((file) => file.endsWith('.md'));

/** Headings outside code fences. */
const topHeadings = (markdown: string): number =>
  markdown.replace(/^```[\s\S]*?^```/gm, '').match(/^# .+$/gm)?.length ?? 0;

/** Targets of relative links and images, without anchors. */
const linked = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '');

describe('markdown', () => {
  it('has one title', () => {
    expect(guides.filter((file) => topHeadings(textOf(file)) !== 1)).toEqual([]);
  });

  it('links to files that are there', () => {
    const broken = guides.flatMap((file) =>
      linked(textOf(file))
        .filter((target) => !existsSync(join(dirname(file), target)))
        .map((target) => `${file} → ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('the words', () => {
  it('are about things that are done', () => {
    const unfinished = new RegExp(`\\b(${['TO', 'DO|FIX', 'ME|XX', 'X'].join('')})\\b`);
    expect(linesMatching(files, unfinished)).toEqual([]);
  });

  it('name no place on anybody’s own machine', () => {
    const ownPlace = new RegExp(['/(home|Users|root|work|mnt)', '[a-z]'].join('/'));
    expect(linesMatching(files, ownPlace)).toEqual([]);
  });

  it('name no host that only one place installs from', () => {
    const registry = new RegExp(['registry', '(npm|yarnpkg)'].join('[.]'));
    expect(linesMatching(files, registry)).toEqual([]);
  });
});
