import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

import { ModelProvider } from '../models/model-provider.js';

/** SIGHUP: the files of every model are looked at again, as an operator expects of a server. */
export function reloadOnSignal(app: NestFastifyApplication, logger: Logger): void {
  process.on('SIGHUP', () => {
    logger.info({ signal: 'SIGHUP' }, 'looking at the model folder again');
    app
      .get(ModelProvider)
      .reloadAll()
      .catch((error: Error) => logger.error({ err: error }, 'the model folder could not be read'));
  });
}
