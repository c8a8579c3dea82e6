import { Global, Module } from '@nestjs/common';

import { Env, loadEnv } from './env.js';

/** Gives everybody the checked configuration as the class `Env`. */
@Global()
@Module({ providers: [{ provide: Env, useFactory: () => loadEnv() }], exports: [Env] })
export class ConfigModule {}
