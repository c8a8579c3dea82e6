import { Module } from '@nestjs/common';

import { PagesController } from './pages.controller.js';

/** Pages of the server itself, for trying it out. */
@Module({ controllers: [PagesController] })
export class PagesModule {}
