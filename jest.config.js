const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/(?!.*node_modules).*)\\.js$': '$1',
    '^fast-check$': '<rootDir>/test/support/seeded-fast-check.mjs',
  },
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/test/support/typescript-transformer.mjs',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        swcrc: false,
      },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};

/** One project per kind of test: `npm test` runs `unit`; the others need parts a bare machine may lack. */
export default {
  // All cores: the suite is made of many small files, and two cores must finish it in under three minutes.
  maxWorkers: '100%',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/test/{contract,property,golden,e2e,tidy,simulation,audit}/**/*.spec.ts',
      ],
    },
    { ...common, displayName: 'crash', testMatch: ['<rootDir>/test/crash/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'kafka',
      testMatch: ['<rootDir>/test/kafka/**/*.spec.ts'],
    },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.spec.ts'] },
  ],
};
