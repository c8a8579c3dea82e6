import { readFile } from 'node:fs/promises';

import { Controller, Get, type OnModuleInit, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { CAMERA_FILE } from './camera-file.js';
import { pagePolicy } from './page-policy.js';

/** A page that sends a camera or a file to a session and draws what the answers say: one file, and nothing from elsewhere. */
@ApiExcludeController()
@Controller('camera')
export class CameraPageController implements OnModuleInit {
  private html = '';
  private policy = '';

  async onModuleInit(): Promise<void> {
    this.html = await readFile(CAMERA_FILE, 'utf8');
    this.policy = pagePolicy(this.html);
  }

  @Get()
  page(@Res() reply: FastifyReply): void {
    void reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': this.policy,
        'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
        'cache-control': 'no-cache',
      })
      .send(this.html);
  }
}
