import { expect, it } from '@jest/globals';
import { linesMatching, projectFiles } from '../support/project-files.js';

it('the oracle knows nothing of the product: it imports its own files only', () => {
  const files = projectFiles('test/property/oracle');
  expect(files.length).toBeGreaterThan(4);
  const imports = linesMatching(files, /\b(import|export)\b.*\bfrom\b|\bimport\(|\brequire\(/);
  expect(imports.length).toBeGreaterThan(4);
  expect(imports.filter((line) => !/from '\.\/[\w-]+\.js';$/.test(line))).toEqual([]);
});
