import { goldenSchema } from './golden-schema.js';
import { parseGoldenSample } from './parse-golden.js';

interface Schema {
  properties?: Record<string, Schema>;
  required?: string[];
}

const schema = goldenSchema() as Schema;
const refusal = (data: object): string => {
  try {
    parseGoldenSample(JSON.stringify(data), 'a.json');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
/** The keys that the parser names when it is given one that it does not know. */
const known = (data: object, path: string): string[] =>
  new RegExp(`${path}nonsense: unknown key; known here: ([^;]+)`).exec(refusal(data))![1]!.split(', ');

describe('goldenSchema', () => {
  it.each<[string, string[], Schema | undefined]>([
    ['a sample', known({ nonsense: 1 }, ''), schema],
    ['an input', known({ input: { nonsense: 1 } }, 'input\\.'), schema.properties!['input']],
    ['a tolerance', known({ tolerance: { nonsense: 1 } }, 'tolerance\\.'), schema.properties!['tolerance']],
  ])('knows the keys of %s that the parser knows', (_, keys, part) => {
    expect(Object.keys(part!.properties!).toSorted()).toEqual(keys.toSorted());
  });

  it.each(['classes', 'detections', 'values', 'outputs'])('wants of %s what the parser wants', (key) => {
    const wanted = /needs ([^;]+)/.exec(refusal({ input: { row: {} }, expected: { [key]: [{}] } }))![1]!;
    const { items } = schema.properties!['expected']!.properties![key] as { items: Schema };
    expect(items.required).toEqual(wanted.split(' and '));
  });

  it('requires what the parser misses', () => {
    for (const key of schema.required!) expect(refusal({})).toContain(`${key}: is missing`);
  });
});
