import type { LoggerService, LogLevel } from '@nestjs/common';
import { type DestinationStream, type Logger as PinoLogger, pino, stdSerializers } from 'pino';
import { PinoPretty } from 'pino-pretty';

import type { Env } from '../config/env.js';
import { LogOutput } from './log-output.js';
import { hideFields, scrub } from './redaction.js';
import { requestContext } from './request-context.js';

type LogSettings = Pick<Env, 'LOG_LEVEL' | 'LOG_FORMAT'>;

/**
 * The process's logger: one JSON line an event on stdout, or readable text on a terminal. Writing is asynchronous;
 * what is still buffered at a normal exit is flushed.
 *
 * @param stream where to write instead of stdout, for tests
 */
export function createLogger(env: LogSettings, stream?: DestinationStream): PinoLogger {
  return pino(
    {
      level: env.LOG_LEVEL,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        // An error is hidden in once it is a plain object: a copy of it would have no stack.
        log: (fields) => hideFields(fields, 'err') as Record<string, unknown>,
      },
      serializers: { err: (error: Error) => hideFields(stdSerializers.err(error)) },
      mixin: () => {
        const requestId = requestContext()?.requestId;
        return requestId === undefined ? {} : { request_id: requestId };
      },
      // The request id of an access line is set by hand and wins over the one of the context.
      mixinMergeStrategy: (fields, mixed) => ({ ...mixed, ...fields }),
      hooks: { streamWrite: scrub },
    },
    stream ?? (isPretty(env) ? prettyStream() : batchedStream()),
  );
}

function isPretty(env: LogSettings): boolean {
  return env.LOG_FORMAT === 'pretty' || (env.LOG_FORMAT === 'auto' && process.stdout.isTTY);
}

/** Standard output in chunks; a line waits at most 20 ms, and none is lost when the process exits. */
function batchedStream(): DestinationStream & { flush(): void } {
  const output = new LogOutput(1);
  process.once('exit', () => output.flush());
  return output;
}

function prettyStream(): DestinationStream {
  return PinoPretty({
    colorize: process.stdout.isTTY,
    translateTime: 'SYS:HH:MM:ss.l',
    messageFormat: '{if context}[{context}] {end}{msg}',
    ignore: 'context',
    singleLine: true,
    // People read the lines in order with what other code prints; nobody waits for throughput here.
    sync: true,
  });
}

/** Contexts in which Nest tells every module and route at each start; nobody who runs a server reads that. */
const FRAMEWORK_ROUTINE = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Lets Nest and `new Logger('Name')` write through pino. An object after the message becomes fields of the line. */
export class NestLogger implements LoggerService {
  constructor(private readonly pinoLogger: PinoLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const isRoutine = FRAMEWORK_ROUTINE.has(rest.at(-1) as string);
    this.write(isRoutine ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest's levels have no meaning here: the level comes from the configuration. */
  setLogLevels(_levels: LogLevel[]): void {}

  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    if (!this.pinoLogger.isLevelEnabled(level)) return;
    const { text, fields } = toLine(message, rest);
    this.pinoLogger[level](fields, text);
  }
}

/** Nest passes the context as the last text, and for errors a stack before it. */
function toLine(message: unknown, rest: unknown[]): { text: string; fields: Record<string, unknown> } {
  const fields: Record<string, unknown> = {};
  const values = rest.filter((value) => value !== undefined);
  const last = values.at(-1);
  if (typeof last === 'string' && !isStack(last)) {
    fields['context'] = last;
    values.pop();
  }
  const texts: string[] = [];
  for (const value of [message, ...values]) {
    if (value instanceof Error) {
      fields['err'] = value;
      if (value === message) texts.push(value.message);
    } else if (typeof value === 'string') {
      if (isStack(value)) fields['stack'] = value;
      else texts.push(value);
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      Object.assign(fields, value);
    } else {
      texts.push(String(value));
    }
  }
  return { text: texts.join(' '), fields };
}

function isStack(text: string): boolean {
  return /\n\s+at /.test(text);
}
