import { readFile } from 'node:fs/promises';

import { Controller, Get, Header, Headers, type OnModuleInit, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { VERSION } from '../config/version.js';
import { PAGE_FILES } from './page-files.js';
import { pagePolicy } from './page-policy.js';

interface Page {
  readonly html: string;
  readonly policy: string;
}

/** Pages for people: each is one file, has nothing from elsewhere, and can do what any client of the API can. */
@ApiExcludeController()
@Controller()
export class PagesController implements OnModuleInit {
  private pages = { tryOut: pageOf(''), camera: pageOf('') };
  private drawing = '';

  constructor(private readonly env: Env) {}

  async onModuleInit(): Promise<void> {
    const [tryOut, camera, icon] = await Promise.all([
      readFile(PAGE_FILES.tryOut, 'utf8'),
      readFile(PAGE_FILES.camera, 'utf8'),
      readFile(PAGE_FILES.icon, 'utf8'),
    ]);
    this.pages = { tryOut: pageOf(tryOut), camera: pageOf(camera) };
    this.drawing = icon;
  }

  /** Models to try in a browser; for programs, which ask for JSON or anything, where everything is. */
  @Get()
  tryOut(
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const isForPerson =
      new Negotiator({ headers: { accept } }).mediaTypes(['application/json', 'text/html'])[0] ===
      'text/html';
    void reply.header('vary', 'accept');
    if (isForPerson && this.env.PAGES_ENABLED) this.send('tryOut', request, reply);
    else void reply.header('cache-control', 'no-cache').send(this.entrance());
  }

  /** A page that sends a camera or a file to a session and draws what the answers say. */
  @Get('camera')
  camera(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.send('camera', request, reply);
  }

  @Get('icon.svg')
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', 'public, max-age=86400')
  icon(@Req() request: FastifyRequest): string {
    this.assertOn(request);
    return this.drawing;
  }

  private assertOn({ method, url }: FastifyRequest): void {
    if (!this.env.PAGES_ENABLED) throw new AppError('NOT_FOUND', { method, path: url });
  }

  private send(name: keyof typeof this.pages, request: FastifyRequest, reply: FastifyReply): void {
    this.assertOn(request);
    const page = this.pages[name];
    void reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': page.policy,
        'permissions-policy': `camera=(${name === 'camera' ? 'self' : ''}), microphone=(), geolocation=()`,
        'cache-control': 'no-cache',
      })
      .send(page.html);
  }

  private entrance(): object {
    return {
      name: 'sibyl',
      version: VERSION,
      models: '/v1/models',
      docs: '/docs',
      openapi: '/openapi.json',
      open_inference: '/v2',
      health: '/health/ready',
      metrics: '/metrics',
    };
  }
}

const pageOf = (html: string): Page => ({ html, policy: pagePolicy(html) });
