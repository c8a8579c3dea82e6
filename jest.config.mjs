/**
 * jest in CommonJS mode: our TypeScript and every ES-module package become CommonJS for the tests. CommonJS packages that
 * require() ES modules (@nestjs/throttler) cannot run in jest's ESM mode on Node < 24.9; this can go when Node 20 support does.
 * `unit`: beside the code, no I/O. `e2e`: the compiled server in its own process, with real PostgreSQL and Redis.
 */
const esPackages = [
  '@nestjs',
  '@fastify',
  '@tokenizer',
  '@borewit',
  '@keyv',
  '@cacheable',
  '@electric-sql',
  'cache-manager',
  'cacheable',
  'content-disposition',
  'cookie',
  'file-type',
  'hookified',
  'iterare',
  'keyv',
  'light-my-request',
  'load-esm',
  'openapi-fetch',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'uuid',
].join('|');

const compile = (syntax) => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax, ...(syntax === 'typescript' ? { decorators: true, dynamicImport: true } : {}) },
      ...(syntax === 'typescript' ? { transform: { legacyDecorator: true, decoratorMetadata: true } } : {}),
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
    swcrc: false,
  },
];

const common = {
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: [`/node_modules/(?!(${esPackages})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: { '^.+\\.ts$': compile('typescript'), '^.+\\.m?js$': compile('ecmascript') },
};

export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/client/src/**/*.spec.ts'],
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/global-setup.mjs',
      globalTeardown: '<rootDir>/test/global-teardown.mjs',
      setupFilesAfterEnv: ['<rootDir>/test/support/whole-app-timeout.cjs'],
    },
  ],
};
