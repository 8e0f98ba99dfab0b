import tseslint from 'typescript-eslint';

/** Rules and folds are the same on every machine and on every replay: time, ids and chance arrive in the command. */
const IMPURE = 'Time, ids and chance arrive in the command; helpers for instants are in libs/kernel/time.ts.';

/** @type {import('eslint').Linter.Config & { files: string[] }} */
export const pure = {
  files: ['libs/domain/**/*.ts', 'libs/accountability/**/*.ts', 'libs/projections/**/*.ts', 'libs/what-if/**/*.ts', 'workflows/src/**/*.ts'],
  // In a workflow Temporal makes Date tell the history's time; moment.ts is the one place that may read it.
  ignores: ['libs/projections/postgres/**', 'workflows/src/moment.ts', '**/*.spec.ts'],
  rules: {
    'no-restricted-globals': ['error', ...['Date', 'crypto', 'performance', 'process', 'fetch', 'setInterval', 'setImmediate'].map((name) => ({ name, message: IMPURE }))],
    'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: IMPURE }, ...['Date', 'crypto', 'performance'].map((property) => ({ object: 'globalThis', property, message: IMPURE }))],
    'no-restricted-imports': ['error', { patterns: [{ group: ['crypto', 'node:*', 'fs', 'os', 'child_process'], message: IMPURE }] }],
  },
};

/** @type {import('eslint').Linter.Config & { files: string[] }} */
export const small = {
  files: ['**/*.{ts,tsx,js,mjs}'],
  rules: { 'max-lines': ['error', { max: 250 }] },
};

/** @type {import('eslint').Linter.Config & { files: string[] }} */
export const shortFunctions = {
  files: ['apps/**/*.ts', 'libs/**/*.ts', 'workflows/**/*.ts'],
  ignores: ['**/*.spec.ts'],
  rules: { 'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }] },
};

/** What the compiler does not see and what has cost someone a night. */
const faults = {
  'no-debugger': 'error',
  'no-eval': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  'no-console': 'off',
  'no-constant-binary-expression': 'error',
  'no-self-compare': 'error',
  'no-unsafe-finally': 'error',
  'no-promise-executor-return': 'off',
  'no-irregular-whitespace': 'error',
};

const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
};

export default [
  { ignores: ['dist/', '**/node_modules/', 'coverage/', '.minqing/', 'apps/web/dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.{js,mjs}'], rules: faults },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: { allowDefaultProject: ['apps/web/vite.config.ts'] }, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...faults, ...typed },
  },
  pure,
  small,
  // Whoever distrusts the rest keeps and reads this file alone, so it is one file.
  { files: ['apps/cli/verifier/verify-record.mjs'], rules: { 'max-lines': ['error', { max: 299 }] } },
  shortFunctions,
];
