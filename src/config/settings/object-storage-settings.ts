import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

import { Variable } from '../variable.decorator.js';
import { BulkSettings } from './bulk-settings.js';

/** As Cloudinary shows it; `upload_prefix` is for another address of its API. */
const CLOUDINARY_URL = /^cloudinary:\/\/[^\s:@/?]+:[^\s:@/?]+@[\w-]+(?:\?upload_prefix=https?:\/\/[^\s&]+)?$/;

/** Where uploads and drawn results are kept, for models whose manifest asks for it. */
export abstract class ObjectStorageSettings extends BulkSettings {
  @Variable(
    'Where uploads and drawn results are kept, for models whose manifest asks for it: a local folder, S3, Cloudinary, or nowhere.',
  )
  @IsIn(['none', 'local', 's3', 'cloudinary'])
  STORAGE_DRIVER: 'none' | 'local' | 's3' | 'cloudinary' = 'local';

  @Variable('Folder of STORAGE_DRIVER=local. Unset: `storage/objects` in DATA_DIR.')
  @IsOptional()
  @IsString()
  STORAGE_DIR?: string;

  @Variable('All objects of the local folder together, in MB; when it is used up, nothing more is kept.')
  @IsInt()
  @Min(1)
  @Max(1_073_741_824)
  STORAGE_QUOTA_MB: number = 10_240;

  @Variable('Largest object that is kept, in bytes.')
  @IsInt()
  @Min(1024)
  @Max(1_073_741_824)
  STORAGE_MAX_OBJECT_SIZE: number = 67_108_864;

  @Variable('In front of every key in S3 or Cloudinary, such as `sibyl/production`.')
  @IsOptional()
  @Matches(/^[\w-]+(?:\/[\w-]+)*\/?$/, {
    message: 'STORAGE_PREFIX must be made of letters, digits, _ and -, with single slashes between them',
  })
  STORAGE_PREFIX?: string;

  @Variable('Longest time for one call to S3 or Cloudinary, in milliseconds.')
  @IsInt()
  @Min(100)
  @Max(600_000)
  STORAGE_TIMEOUT_MS: number = 10_000;

  @Variable('What may wait in DATA_DIR for S3 or Cloudinary, in MB; beyond it nothing more is kept.')
  @IsInt()
  @Min(1)
  @Max(1_048_576)
  STORAGE_SPOOL_MAX_MB: number = 1024;

  @Variable('Objects that may wait in DATA_DIR for S3 or Cloudinary.')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  STORAGE_SPOOL_MAX_OBJECTS: number = 10_000;

  @Variable('Bucket of STORAGE_DRIVER=s3.')
  @IsOptional()
  @IsString()
  S3_BUCKET?: string;

  @Variable('Region of the bucket.')
  @IsString()
  S3_REGION: string = 'us-east-1';

  @Variable("Address of a store with S3's API that is not Amazon's.")
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true })
  S3_ENDPOINT?: string;

  @Variable('Whether the bucket is named in the path and not in the host name, as many other stores want it.')
  @IsBoolean()
  S3_FORCE_PATH_STYLE: boolean = false;

  @Variable(
    "Access key. Unset: the SDK's own search (AWS_ variables, profile, role of the machine or pod).",
    {
      secret: true,
    },
  )
  @IsOptional()
  @IsString()
  S3_ACCESS_KEY_ID?: string;

  @Variable('Secret of the access key.', { secret: true })
  @IsOptional()
  @IsString()
  S3_SECRET_ACCESS_KEY?: string;

  @Variable(
    '`cloudinary://<key>:<secret>@<cloud>`, as its console shows it, for STORAGE_DRIVER=cloudinary.',
    {
      secret: true,
    },
  )
  @IsOptional()
  @Matches(CLOUDINARY_URL, {
    message: 'CLOUDINARY_URL must be cloudinary://<key>:<secret>@<cloud>',
  })
  CLOUDINARY_URL?: string;
}
