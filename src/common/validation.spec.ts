import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import { IsArray, IsIn, IsString, MaxLength, validateSync, ValidateNested } from 'class-validator';

import { faultsInWords, VALIDATION_OPTIONS } from './validation.js';

class Item {
  @IsString()
  @MaxLength(3)
  name: string;
}

class Form {
  @IsIn(['a', 'b'])
  kind: string;

  @IsString()
  api_token: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Item)
  items: Item[];
}

function faults(plain: object): string[] {
  return faultsInWords(validateSync(plainToInstance(Form, plain), VALIDATION_OPTIONS));
}

const sound = { kind: 'a', api_token: 'x', items: [] };

describe('faultsInWords', () => {
  it.each<[object, string]>([
    [{ kind: 'c' }, "'kind' must be one of the following values: a, b; got 'c'"],
    [{ kind: undefined }, "'kind' must be one of the following values: a, b; it is missing"],
    [{ kind: {} }, "'kind' must be one of the following values: a, b; got an object"],
    [{ kind: [1, 2] }, "'kind' must be one of the following values: a, b; got a list of 2"],
    [
      { kind: 'x'.repeat(100) },
      `'kind' must be one of the following values: a, b; got '${'x'.repeat(40)}…' (100 characters)`,
    ],
    [{ api_token: 12_345 }, "'api_token' must be a string; got a value that is not shown"],
    [{ items: 'none' }, "'items' must be an array; got 'none'"],
    [
      { items: [{ name: 'ok' }, { name: 'long' }] },
      "'items[1].name' must be shorter than or equal to 3 characters; got 'long'",
    ],
    [{ colour: 1 }, "unknown field 'colour'; known fields: kind, api_token, items"],
    [{ items: [{ name: 'ok', size: 1 }] }, "unknown field 'items[0].size'; known fields: name"],
  ])('says for %j: %s', (changes, sentence) => {
    expect(faults({ ...sound, ...changes })).toContain(sentence);
  });

  it('finds nothing wrong with a sound form', () => {
    expect(faults(sound)).toEqual([]);
  });

  it('names at most 50 faults', () => {
    const found = faults({ ...sound, items: Array.from({ length: 80 }, () => ({ name: 'long' })) });
    expect(found).toHaveLength(51);
    expect(found.at(-1)).toBe('and 30 more');
  });
});
