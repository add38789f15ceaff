import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What a file may do is in its name: these stand at the border, and may read clocks, files and the environment. */
const SHELL = [
  'src/*.ts',
  'src/**/*.{module,controller,adapter,dto,gateway,consumer,guard,cli,decorators}.ts',
  'src/cli/**/*.ts',
  'src/dashboard/web/**/*.{ts,tsx}',
];
const SPECS = ['src/**/*.spec.ts', 'test/**/*.{ts,mjs}'];
const CLOCK = 'Take the time as an argument, or a Clock.';
const IDS = 'Ids come in as arguments; see kernel/digest.ts.';

/** Same input, same bytes: inside, whatever changes from run to run comes in as an argument. */
const NO_HIDDEN_INPUT = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: CLOCK },
    { object: 'performance', property: 'now', message: CLOCK },
    { object: 'Math', property: 'random', message: 'Randomness comes in as an argument, by a seed.' },
    { object: 'process', property: 'env', message: 'src/settings.ts reads the environment, once.' },
    { object: 'crypto', property: 'randomUUID', message: IDS },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK },
    { selector: 'CallExpression[callee.name="Date"]', message: CLOCK },
    { selector: 'CallExpression[callee.name="randomUUID"]', message: IDS },
  ],
  'no-restricted-imports': [
    'error',
    {
      patterns: [{ regex: '^node:', message: 'Input and output belong in a shell file (*.adapter.ts and its like).' }],
    },
  ],
  'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'Buffer'],
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.backfeed/', 'backtest-report/']),
  eslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      // `== null` reads "neither null nor undefined": what both a port and a JSON field mean by nothing.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { prefer: 'type-imports', fixStyle: 'inline-type-imports' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A port's memory adapter answers at once and still keeps the port's promise.
      '@typescript-eslint/require-await': 'off',
      // Deciders are plain objects of functions: nothing in them reads `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['src/**/*.ts'], ignores: [...SHELL, ...SPECS], rules: NO_HIDDEN_INPUT },
  // SHA-256 is a pure function that happens to live in Node.
  { files: ['src/kernel/digest.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: SPECS,
    rules: {
      // A `describe` is a list of examples, not a function that anyone reads as one.
      'max-lines-per-function': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // What comes over the wire has no type until a test has looked at it: looking at it is the test.
    files: ['test/{e2e,crash}/**/*.ts', 'test/support/{live-app,demo-process}.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
