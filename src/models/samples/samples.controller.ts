import { join } from 'node:path';

import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';

import { ApiErrors } from '../../common/dto/api-errors.js';
import { AppError } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { SamplesDto } from '../dto/samples.dto.js';
import { ModelProvider } from '../model-provider.js';
import { listSamples, openSample, type SampleFile } from './sample-files.js';

const FILE = { schema: { type: 'string' as const, format: 'binary' } };

/** Inputs to try a model with: what its folder has in `samples`. */
@ApiTags('models')
@Controller('v1/models')
export class SamplesController {
  constructor(
    private readonly env: Env,
    private readonly models: ModelProvider,
  ) {}

  /** Pictures, videos and rows that lie beside a model to try it with: JSON ones are bodies for `predict`. */
  @Get(':model/samples')
  @ApiErrors('MODEL_NOT_FOUND')
  async list(@Param('model') model: string): Promise<SamplesDto> {
    const samples = await this.find(model);
    return {
      samples: samples.map(({ name, mediaType, bytes }) => ({
        name,
        media_type: mediaType,
        size_bytes: bytes,
      })),
    };
  }

  /** One of them. */
  @Get(':model/samples/:name')
  @Header('cache-control', 'private, max-age=300')
  @ApiOkResponse({
    description: 'The file as it lies there.',
    content: {
      'image/jpeg': FILE,
      'video/mp4': FILE,
      'application/json': { schema: { type: 'object', additionalProperties: true } },
    },
  })
  @ApiErrors('MODEL_NOT_FOUND', 'SAMPLE_NOT_FOUND')
  async file(@Param('model') model: string, @Param('name') name: string): Promise<StreamableFile> {
    const folder = this.folderOf(model);
    const sample = this.env.PAGES_ENABLED ? await openSample(folder, name) : null;
    if (!sample) {
      const available = (await this.find(model)).map((each) => each.name);
      throw new AppError('SAMPLE_NOT_FOUND', { model, sample: name, available });
    }
    return new StreamableFile(sample.stream, { type: sample.mediaType, length: sample.bytes });
  }

  private async find(model: string): Promise<SampleFile[]> {
    const folder = this.folderOf(model);
    return this.env.PAGES_ENABLED ? listSamples(folder) : [];
  }

  /** By the name of a model that there is, so that nothing leads out of the repository. */
  private folderOf(model: string): string {
    return join(this.env.MODEL_DIR, this.models.get(model).name);
  }
}
