import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

import { Variable } from '../variable.decorator.js';
import { BulkSettings } from './bulk-settings.js';

/** Where uploads and drawn results are kept, for models whose manifest asks for it. */
export abstract class ObjectStorageSettings extends BulkSettings {
  @Variable(
    'Where uploads and drawn results are kept, for models whose manifest asks for it: a local folder, or nowhere.',
  )
  @IsIn(['none', 'local'])
  STORAGE_DRIVER: 'none' | 'local' = 'local';

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
}
