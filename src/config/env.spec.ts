import { ConfigError, Env, loadEnv } from './env.js';
import { describeVariables } from './variable.decorator.js';

type Source = Record<string, string | undefined>;

function faultsOf(source: Source): string[] {
  try {
    loadEnv(source);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const variables = describeVariables(Env);
const byName = (name: string) => variables.find((variable) => variable.name === name);

describe('loadEnv', () => {
  it('takes every default from an empty environment', () => {
    expect({ ...loadEnv({}) }).toEqual({ ...new Env() });
  });

  it('gives defaults that keep their own rules', () => {
    const defaults = variables.filter(({ fallback }) => fallback !== '');
    const source = Object.fromEntries(defaults.map(({ name, fallback }) => [name, fallback]));
    expect({ ...loadEnv(source) }).toEqual({ ...new Env() });
  });

  it.each([
    ['PORT', '9000', 9000],
    ['PORT', ' 9000 ', 9000],
    ['PORT', '0', 0],
    ['HOST', '0.0.0.0', '0.0.0.0'],
    ['CACHE_TTL_SECONDS', '0', 0],
    ['RATE_LIMIT_ENABLED', 'false', false],
    ['RATE_LIMIT_ENABLED', '0', false],
    ['RATE_LIMIT_ENABLED', 'No', false],
    ['RATE_LIMIT_ENABLED', 'OFF', false],
    ['TRUST_PROXY', 'true', true],
    ['TRUST_PROXY', '1', true],
    ['TRUST_PROXY', 'yes', true],
    ['TRUST_PROXY', 'on', true],
    ['ALLOWED_EXTENSIONS', 'png, webp', ['png', 'webp']],
    ['ALLOWED_EXTENSIONS', 'png,,', ['png']],
    ['CORS_ORIGINS', 'https://a.example,https://b.example', ['https://a.example', 'https://b.example']],
    ['DATABASE_URL', 'postgres://u:p@localhost:5432/d', 'postgres://u:p@localhost:5432/d'],
    ['DATABASE_URL', 'postgresql://db/sibyl', 'postgresql://db/sibyl'],
    ['REDIS_URL', 'rediss://default:p@cache:6380/1', 'rediss://default:p@cache:6380/1'],
    ['LOG_FORMAT', 'json', 'json'],
    [
      'ADMIN_TOKENS',
      'ann:0123456789abcdef, ci:fedcba:9876543210',
      ['ann:0123456789abcdef', 'ci:fedcba:9876543210'],
    ],
  ])('reads %s=%j as %j', (name, text, expected) => {
    expect(loadEnv({ [name]: text })[name as keyof Env]).toEqual(expected);
  });

  it.each(variables.map(({ name }) => name))('counts an empty %s as unset', (name) => {
    const fallback = new Env()[name as keyof Env];
    expect(loadEnv({ [name]: '' })[name as keyof Env]).toEqual(fallback);
    expect(loadEnv({ [name]: '  ' })[name as keyof Env]).toEqual(fallback);
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'Infinity'],
    ['DATABASE_MODE', 'on'],
    ['DATABASE_URL', 'mysql://localhost/d'],
    ['DATABASE_URL', 'localhost'],
    ['REDIS_URL', 'http://localhost'],
    ['RATE_LIMIT_ENABLED', 'maybe'],
    ['TRUST_PROXY', '2'],
    ['ALLOWED_EXTENSIONS', 'jpg,tiff'],
    ['ALLOWED_EXTENSIONS', ','],
    ['MAX_UPLOAD_SIZE', '10MB'],
    ['READINESS_STRICT', 'some'],
    ['LOG_LEVEL', 'verbose'],
    ['KILL_GRACE_MS', '60001'],
    ['ADMIN_TOKENS', 'only-a-token-without-a-name'],
    ['ADMIN_TOKENS', 'ann:too-short'],
    ['ADMIN_TOKENS', 'ann:0123456789abcdef,guard:0123456789abcdef'],
  ])('refuses %s=%j in one sentence that names it', (name, text) => {
    const faults = faultsOf({ [name]: text });
    expect(faults).toEqual([expect.stringContaining(name)]);
  });

  const bounded = variables.flatMap(({ name, range }) => {
    const [, min, max] = /^(\d+) to (\d+)$/.exec(range) ?? [];
    return min === undefined || max === undefined ? [] : [{ name, min: Number(min), max: Number(max) }];
  });

  it('bounds every number from both sides', () => {
    const numbers = variables
      .map(({ name }) => name)
      .filter((name) => Reflect.getMetadata('design:type', Env.prototype, name) === Number);
    expect(numbers.length).toBeGreaterThan(0);
    expect(bounded.map(({ name }) => name)).toEqual(numbers);
  });

  it.each(bounded)('takes $name from $min to $max, and nothing beyond', ({ name, min, max }) => {
    const own = (value: number) =>
      faultsOf({ [name]: String(value) }).filter((fault) => fault.startsWith(name));
    expect(own(min)).toEqual([]);
    expect(own(min - 1)).not.toEqual([]);
    expect(own(max + 1)).not.toEqual([]);
  });

  it('tells every fault in one message, and how many there are', () => {
    const source = { PORT: 'x', DATABASE_MODE: 'x', RATE_LIMIT_WINDOW: '0' };
    expect(() => loadEnv(source)).toThrow(ConfigError);
    expect(() => loadEnv(source)).toThrow(
      /^The configuration has 3 fault\(s\):\n {2}- PORT .+\n {2}- RATE_LIMIT_WINDOW .+\n {2}- DATABASE_MODE .+$/,
    );
  });

  it('refuses a file that could never wait in the queue', () => {
    const MB = 1024 * 1024;
    expect(faultsOf({ MAX_UPLOAD_SIZE: String(2 * MB), MAX_REQUEST_QUEUE_MB: '2' })).toEqual([]);
    expect(faultsOf({ MAX_UPLOAD_SIZE: String(2 * MB + 1), MAX_REQUEST_QUEUE_MB: '2' })).toEqual([
      'MAX_UPLOAD_SIZE must not be larger than MAX_REQUEST_QUEUE_MB, or the largest file could never wait',
    ]);
  });

  it.each(variables.map(({ name }) => name))('never shows the value of %s', (name) => {
    const secret = 'hunter2:hunter2@hunter2';
    expect(faultsOf({ [name]: secret }).join()).not.toContain('hunter2');
  });

  it('takes nothing else from the environment', () => {
    const source = { AWS_SECRET_ACCESS_KEY: 'hunter2', toString: 'x', constructor: 'x' } as unknown as Source;
    expect(Object.keys(loadEnv(source)).toSorted()).toEqual(Object.keys(new Env()).toSorted());
  });
});

describe('Env', () => {
  it('documents every field in one line', () => {
    expect(variables.map(({ name }) => name)).toEqual(Object.keys(new Env()));
    expect(variables.filter(({ doc }) => !/^\S[^\n]+\.$/.test(doc))).toEqual([]);
  });

  it('marks connection strings and tokens as secret, and nothing that has a default', () => {
    expect(variables.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      'ADMIN_TOKENS',
      'DATABASE_URL',
      'REDIS_URL',
      'S3_ACCESS_KEY_ID',
      'S3_SECRET_ACCESS_KEY',
      'CLOUDINARY_URL',
    ]);
    expect(variables.filter(({ secret, fallback }) => secret && fallback !== '')).toEqual([]);
  });

  it.each([
    ['PORT', { fallback: '8080', range: '0 to 65535' }],
    ['DATABASE_MODE', { fallback: 'auto', range: 'auto, off' }],
    ['DATABASE_URL', { fallback: '', range: '' }],
    ['RATE_LIMIT_ENABLED', { fallback: 'true', range: 'true, false' }],
    ['ALLOWED_EXTENSIONS', { fallback: 'jpg,jpeg,png,webp', range: 'jpg, jpeg, png, webp, gif, avif' }],
  ])('is described with default and range: %s', (name, expected) => {
    expect(byName(name)).toMatchObject(expected);
  });
});
