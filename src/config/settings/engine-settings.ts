import { IsInt, IsString, IsUrl, Max, Min } from 'class-validator';

import { Variable } from '../variable.decorator.js';
import { StorageSettings } from './storage-settings.js';

/** Models and the processes that run them. */
export abstract class EngineSettings extends StorageSettings {
  @Variable('Folder of models: one folder or one .onnx file each.')
  @IsString()
  MODEL_DIR: string = 'models';

  @Variable('Where `sibyl pull` finds the files of public models: GitHub, or a mirror with the same paths.')
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true })
  CATALOGUE_URL: string = 'https://raw.githubusercontent.com';

  @Variable('How often to look whether the files of a model have changed, in seconds; 0: only when told to.')
  @IsInt()
  @Min(0)
  @Max(86_400)
  MODEL_WATCH_SECONDS: number = 5;

  @Variable('Real runs of a model before it takes requests.')
  @IsInt()
  @Min(0)
  @Max(100)
  MODEL_WARMUP_REQUESTS: number = 3;

  @Variable('Most processes for a model version that names no number; never more than there are cores.')
  @IsInt()
  @Min(1)
  @Max(64)
  MODEL_MAX_CONCURRENT: number = 4;

  @Variable(
    'Memory of one executor process, in MB: above it the process is replaced, above 1.5 times it is killed.',
  )
  @IsInt()
  @Min(128)
  @Max(1_048_576)
  MODEL_MEMORY_LIMIT_MB: number = 1024;

  @Variable(
    'How far the processes that run models stand back behind the server on a full machine, as the niceness of Unix: 0 not at all, 19 furthest.',
  )
  @IsInt()
  @Min(0)
  @Max(19)
  MODEL_NICE: number = 5;

  @Variable('Runs after which an executor process is replaced.')
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  MODEL_MAX_RUNS: number = 100_000;

  @Variable('Longest time for a model to load and warm up, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  MODEL_LOAD_TIMEOUT_SECONDS: number = 60;

  @Variable('Requests that may wait for one model version; one more is answered 503.')
  @IsInt()
  @Min(1)
  @Max(100_000)
  MAX_REQUEST_QUEUE_SIZE: number = 100;

  @Variable(
    'Requests at a time that are looked for in the cache although the queue of their model is full; 0: none. Bodies of up to 512 KB, and at most twenty a second of those whose answer is not there.',
  )
  @IsInt()
  @Min(0)
  @Max(64)
  FULL_QUEUE_LOOK_UPS: number = 8;

  @Variable('Bytes that may wait for one model version, in MB.')
  @IsInt()
  @Min(1)
  @Max(65_536)
  MAX_REQUEST_QUEUE_MB: number = 256;

  @Variable('Longest time for a request, waiting included, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  REQUEST_TIMEOUT_SECONDS: number = 30;

  @Variable('Longest time inside an executor for one request, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  INFERENCE_TIMEOUT_SECONDS: number = 30;

  @Variable('Time that an executor gets past a deadline before it is killed, in milliseconds.')
  @IsInt()
  @Min(0)
  @Max(60_000)
  KILL_GRACE_MS: number = 2000;
}
