import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Env } from '../../config/env.js';
import type { LoadedVersion } from '../../models/loaded-version.js';
import type { CatalogModel } from '../../models/model-catalog.js';
import { ModelProvider } from '../../models/model-provider.js';
import { type DescribedModel, describeModels } from './describe-models.js';
import { GenericDocument } from './generic-document.js';
import type { RequestLimits } from './request-schemas.js';

/** The document as it is sent. */
export interface ModelsDocumentText {
  readonly json: Buffer;
  /** Of these bytes. */
  readonly etag: string;
}

interface Served {
  readonly model: CatalogModel;
  readonly answering: readonly LoadedVersion[];
  readonly versions: readonly LoadedVersion[];
}

/** The OpenAPI document with an operation for each model that is served now, made anew when something about them changes. */
@Injectable()
export class ModelsDocument {
  private last: { readonly key: readonly unknown[]; readonly text: ModelsDocumentText } | undefined;

  constructor(
    private readonly env: Env,
    private readonly models: ModelProvider,
    private readonly generic: GenericDocument,
  ) {}

  text(): ModelsDocumentText {
    const served = this.models.list().flatMap((model) => this.served(model));
    // A version is never altered: a reload makes another one.
    const key = served.flatMap(({ model, answering, versions }) => [
      model.name,
      ...answering,
      '/',
      ...versions,
    ]);
    const { last } = this;
    if (last && last.key.length === key.length && last.key.every((each, index) => each === key[index]))
      return last.text;
    const document = describeModels(this.generic.get(), served.map(described), this.limits());
    const json = Buffer.from(JSON.stringify(document));
    const etag = `"${createHash('sha256').update(json).digest('base64url')}"`;
    const text = { json, etag };
    this.last = { key, text };
    return text;
  }

  /** What an operator unloaded, and what has failed, answers nobody. */
  private served(model: CatalogModel): Served[] {
    const versions = model.versions.filter(({ state, isParked }) => !isParked && state !== 'failed');
    const answering = this.models.answering(model).filter((version) => versions.includes(version));
    return answering.length > 0 ? [{ model, answering, versions }] : [];
  }

  private limits(): RequestLimits {
    const { env } = this;
    return {
      maxFiles: env.MAX_UPLOAD_FILES,
      maxFileBytes: env.MAX_UPLOAD_SIZE,
      maxRows: env.MAX_ROWS_PER_REQUEST,
      extensions: env.ALLOWED_EXTENSIONS,
      maxMegapixels: env.MAX_IMAGE_MEGAPIXELS,
      timeoutSeconds: env.REQUEST_TIMEOUT_SECONDS,
    };
  }
}

function described({ model, answering, versions }: Served): DescribedModel {
  return {
    name: model.name,
    description: answering[0]?.derived.description ?? null,
    answering: answering.map(({ spec }) => spec),
    versions: versions.map(({ spec }) => spec),
  };
}
