import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';

import { Metrics } from './metrics.js';

@ApiTags('operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @ApiOperation({
    summary: 'Metrics for Prometheus',
    description: 'Counters, histograms and gauges in the text format of Prometheus, version 0.0.4.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    description: 'One line a series.',
    schema: { type: 'string', example: 'sibyl_http_requests_in_flight 1\n' },
  })
  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  scrape(): Promise<string> {
    return this.metrics.scrape();
  }
}
