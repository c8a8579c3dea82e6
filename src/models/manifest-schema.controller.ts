import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';

import { ApiErrors } from '../common/dto/api-errors.js';
import { modelSchema } from './manifest/model-schema.js';

@ApiTags('models')
@Controller('schemas')
export class ManifestSchemaController {
  /** JSON Schema (2020-12) of model.yaml, so that editors complete and check a manifest. */
  @Get('model.json')
  @Header('content-type', 'application/schema+json')
  @Header('cache-control', 'public, max-age=3600')
  @ApiOkResponse({ content: { 'application/schema+json': { schema: { type: 'object' } } } })
  @ApiErrors()
  model(): object {
    return modelSchema();
  }
}
