import { startServices } from './support/services/start-services.mjs';

/** @type {import('./support/services/start-services.mjs').Services | undefined} */
let services;

/** Specs find the servers in DATABASE_URL and REDIS_URL; jest's workers inherit them. */
export default async function globalSetup() {
  services = await startServices();
  process.env.DATABASE_URL = services.databaseUrl;
  process.env.REDIS_URL = services.redisUrl;
}

/** Global tear-down, in the same process: jest imports both files there. */
export async function stopServices() {
  await services?.stop();
}
