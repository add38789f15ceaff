import { fileURLToPath } from 'node:url';
import config from '../../jest.config.js';

const unit = config.projects.find(({ displayName }) => displayName === 'unit');
const [[pattern, [, swcOptions]]] = Object.entries(unit.transform);

/** The properties, with one error planted in the product. */
export default {
  ...unit,
  displayName: 'planted',
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: ['<rootDir>/test/property/**/*.spec.ts'],
  transform: { [pattern]: [fileURLToPath(new URL('transformer.mjs', import.meta.url)), swcOptions] },
};
