import { IsOptional } from 'class-validator';

import { Doc, NumberIn, Section, Text, WholeNumberIn } from '../manifest-rules.js';

/** What the user is told of each fault of a picture. */
export class QualityMessagesManifest {
  @Doc('The shorter side has too few pixels.', 'a sentence that asks for a larger picture')
  @IsOptional()
  @Text(500)
  too_small?: string;

  @Doc('Too much of it is nearly black.', 'a sentence that asks for more light')
  @IsOptional()
  @Text(500)
  underexposed?: string;

  @Doc('Too much of it is nearly white.', 'a sentence that asks for less light')
  @IsOptional()
  @Text(500)
  overexposed?: string;

  @Doc('It is not sharp.', 'a sentence that asks to hold the camera still')
  @IsOptional()
  @Text(500)
  blurred?: string;

  @Doc('What is photographed takes too little of it.', 'a sentence that asks to go closer')
  @IsOptional()
  @Text(500)
  subject_too_small?: string;
}

/** What a picture has to be like: see `PictureQuality`. */
export class QualityManifest {
  @Doc('Least pixels of the shorter side.', 'no limit')
  @IsOptional()
  @WholeNumberIn(1, 16_384)
  min_shorter_side?: number;

  @Doc('Greatest part of the picture that may be nearly black (40 of 255 or less).', 'no limit')
  @IsOptional()
  @NumberIn(0, 1)
  max_dark?: number;

  @Doc('Greatest part of the picture that may be nearly white (245 of 255 or more).', 'no limit')
  @IsOptional()
  @NumberIn(0, 1)
  max_bright?: number;

  @Doc(
    "Least variance of the Laplacian of the brightness, at the size of the model's input (256 px at most).",
    'no limit',
  )
  @IsOptional()
  @NumberIn(0, 1_000_000)
  min_sharpness?: number;

  @Doc(
    'Least part of the picture that what is photographed has to take; where nothing stands out from the borders, there is no fault.',
    'no limit',
  )
  @IsOptional()
  @NumberIn(0, 1)
  min_subject?: number;

  @Doc('What the user is told of each fault.')
  @IsOptional()
  @Section(() => QualityMessagesManifest)
  messages?: QualityMessagesManifest;
}

export class ConfidenceManifest {
  @Doc('Least top score for HIGH.', '0.8, or `confidence.medium` when that is higher')
  @IsOptional()
  @NumberIn(0, 1)
  high?: number;

  @Doc('Least top score for MEDIUM; below it is LOW.', '0.5, or `confidence.high` when that is lower')
  @IsOptional()
  @NumberIn(0, 1)
  medium?: number;

  @Doc('What the user is told with LOW.', 'a sentence that asks for a sharper picture')
  @IsOptional()
  @Text(1000)
  retake_message?: string;

  @Doc(
    'Measures every picture, says what it found under `quality`, and takes `confidence_status` one step down for each fault.',
    'pictures are not measured',
  )
  @IsOptional()
  @Section(() => QualityManifest)
  quality?: QualityManifest;
}
