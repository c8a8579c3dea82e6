import { writeFileSync } from 'node:fs';

import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { AppModule } from './app.module.js';
import { createOpenApiDocument } from './openapi-document.js';

/** Writes openapi.json. `preview` reads the modules and makes nothing, so no database and no model is needed. */
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  preview: true,
  logger: false,
});
writeFileSync('openapi.json', `${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`);
