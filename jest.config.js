import { readFileSync } from 'node:fs';

const { imports } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

/** The rooms' names come from the one table in package.json; under test they lead to the sources. */
const rooms = Object.fromEntries(
  Object.entries(imports).map(([name, built]) => [`^${name}$`, built.replace('./dist/', '<rootDir>/').replace(/\.js$/, '.ts')]),
);

export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/global-setup/setup.mjs',
  globalTeardown: '<rootDir>/test/global-setup/teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { ...rooms, '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.minqing/'],
  testMatch: ['**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, experimental: { keepImportAttributes: true } },
      module: { type: 'es6' },
    }],
  },
  testTimeout: 30_000,
};
