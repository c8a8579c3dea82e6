import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';

import { RequestValidationPipe } from './request-validation.pipe.js';

class Inner {
  @IsOptional()
  @IsInt()
  most?: number = 3;
}

class Outer {
  @IsString()
  name: string;

  @IsOptional()
  @IsInt()
  limit?: number;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;

  @IsOptional()
  @ValidateNested()
  @Type(() => Inner)
  inner?: Inner;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  list?: Inner[];
}

const read = (value: unknown) =>
  new RequestValidationPipe().transform(value, { type: 'body', metatype: Outer });

describe('a null in a request', () => {
  it('is as if the field were not there, in what lies inside too', async () => {
    expect(await read({ name: 'a', limit: null, inner: { most: null }, list: [{ most: null }] })).toEqual({
      name: 'a',
      limit: undefined,
      inner: { most: 3 },
      list: [{ most: 3 }],
    });
    expect(await read({ name: 'a', inner: null, list: null })).toEqual({ name: 'a' });
  });

  it('stays where anything may stand', async () => {
    expect(await read({ name: 'a', metadata: { site: null } })).toEqual({
      name: 'a',
      metadata: { site: null },
    });
  });

  it('is a fault where a field has to be', async () => {
    await expect(read({ name: null })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { faults: ["'name' must be a string; got null"] },
    });
  });
});
