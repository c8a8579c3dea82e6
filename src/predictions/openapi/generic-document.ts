import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The document of every server, which only the application as a whole can make. */
@Injectable()
export class GenericDocument {
  private make: (() => OpenAPIObject) | undefined;
  private made: OpenAPIObject | undefined;

  /** @param make called once, by the first who asks */
  provide(make: () => OpenAPIObject): void {
    this.make = make;
  }

  get(): OpenAPIObject {
    if (!this.make) throw new Error('the application has not been set up');
    return (this.made ??= this.make());
  }
}
