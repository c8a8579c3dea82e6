import type { HubPicture } from './hub-export.js';
import { processorPicture } from './processor-picture.js';
import { timmPicture } from './timm-picture.js';

const HALF = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };
const VIT = {
  image_processor_type: 'ViTImageProcessor',
  do_resize: true,
  do_rescale: true,
  do_normalize: true,
  resample: 2,
  rescale_factor: 1 / 255,
  size: { height: 224, width: 224 },
  ...HALF,
};
const CROP = { do_center_crop: true, crop_size: { height: 224, width: 224 } };
const of = (processor: object, modelType?: string): HubPicture | null =>
  processorPicture(processor as Record<string, unknown>, modelType, 'p.json');

describe('preprocessor_config.json', () => {
  // What each class of transformers 5.24 does with such a file.
  it.each<[string, object, Partial<HubPicture>]>([
    ['ViT', VIT, { fit: 'stretch', size: { width: 224, height: 224 }, resample: 'antialias', color: 'RGB' }],
    ['a size of one number', { ...VIT, size: 192 }, { fit: 'stretch', size: { width: 192, height: 192 } }],
    ['a class that nobody knows', { ...VIT, image_processor_type: 'XImageProcessor' }, { fit: 'stretch' }],
    ['other filters', { ...VIT, resample: 3 }, { resample: 'bicubic' }],
    ['no filter of ViT', { ...VIT, resample: undefined }, { resample: 'antialias' }],
    [
      'no filter of CLIP',
      { ...VIT, image_processor_type: 'CLIPImageProcessor', resample: null, crop_size: 224 },
      { resample: 'bicubic' },
    ],
    [
      'DeiT, which stretches to more than it keeps',
      {
        ...VIT,
        image_processor_type: 'DeiTFeatureExtractor',
        size: 256,
        crop_size: 224,
        do_center_crop: true,
      },
      { fit: 'stretch', cropFraction: 0.875, size: { width: 224, height: 224 }, cropRounding: 'down' },
    ],
    [
      'CLIP in an old file',
      {
        ...VIT,
        feature_extractor_type: 'CLIPFeatureExtractor',
        image_processor_type: undefined,
        size: 224,
        crop_size: 224,
      },
      { fit: 'center-crop', cropFraction: 1 },
    ],
    [
      'a shorter side',
      { ...VIT, ...CROP, size: { shortest_edge: 256 } },
      { fit: 'center-crop', cropFraction: 0.875, size: { width: 224, height: 224 } },
    ],
    [
      'ConvNeXt below 384',
      {
        ...VIT,
        image_processor_type: 'ConvNextImageProcessor',
        size: { shortest_edge: 288 },
        crop_pct: 0.95,
      },
      { fit: 'center-crop', cropFraction: 288 / 303, size: { width: 288, height: 288 } },
    ],
    [
      'ConvNeXt from 384 on',
      { ...VIT, image_processor_type: 'ConvNextFeatureExtractor', size: 384, crop_pct: null },
      { fit: 'stretch', size: { width: 384, height: 384 } },
    ],
    [
      'LeViT',
      { ...VIT, ...CROP, image_processor_type: 'LevitImageProcessorFast', size: { shortest_edge: 224 } },
      { fit: 'center-crop', cropFraction: 0.875 },
    ],
    [
      'PoolFormer',
      {
        ...VIT,
        ...CROP,
        image_processor_type: 'PoolFormerImageProcessor',
        size: { shortest_edge: 224 },
        crop_pct: 0.9,
      },
      { fit: 'center-crop', cropFraction: 224 / 248 },
    ],
    [
      'MobileViT, which takes BGR and knows no mean',
      { ...VIT, ...CROP, image_processor_type: 'MobileViTImageProcessor', size: { shortest_edge: 288 } },
      { color: 'BGR', values: { scale: 1 / 255, mean: [0], std: [1] } },
    ],
    [
      'EfficientNet, which divides twice',
      { ...VIT, image_processor_type: 'EfficientNetImageProcessor' },
      { values: { scale: 1 / 255, mean: HALF.image_mean, std: [0.25, 0.25, 0.25] } },
    ],
    [
      'pixels of 0 to 255',
      { ...VIT, do_rescale: false, do_normalize: false },
      { values: { scale: 1, mean: [0], std: [1] } },
    ],
    [
      'pixels of -1 to 1',
      { ...VIT, rescale_factor: 1 / 127.5, rescale_offset: true, do_normalize: false },
      { values: { scale: 1 / 127.5, mean: [1], std: [1] } },
    ],
    [
      'sizes that follow the picture',
      {
        ...VIT,
        image_processor_type: 'DetrImageProcessor',
        size: { shortest_edge: 800, longest_edge: 1333 },
      },
      {
        notes: [
          expect.stringContaining('the shorter side to 800 pixels and the longer one to 1333'),
        ] as never,
      },
    ],
  ])('is followed for %s', (_name, processor, expected) => {
    expect(of(processor)).toMatchObject({ note: 'from p.json', unserved: [], ...expected });
  });

  it('takes the class of a file without one from the kind of the model', () => {
    const { image_processor_type: _, ...old } = { ...VIT, size: 224 };
    expect(of(old, 'resnet')).toMatchObject({ fit: 'center-crop', cropFraction: 0.875 });
    expect(of(old, 'vit')).toMatchObject({ fit: 'stretch' });
  });

  it.each<[string, object, string]>([
    ['no resizing', { ...VIT, do_resize: false }, 'do_resize is false'],
    [
      'a larger crop than the picture',
      { ...VIT, ...CROP, size: { shortest_edge: 192 } },
      'of 224 x 224 pixels',
    ],
    ['another filter', { ...VIT, resample: 4 }, 'resample is 4'],
  ])('says that %s cannot be followed', (_name, processor, reason) => {
    expect(of(processor)?.unserved).toEqual([
      expect.objectContaining({ reason: expect.stringContaining(reason) }),
    ]);
  });

  it.each<[string, object, string]>([
    ['size', { ...VIT, size: 'large' }, "size: 'large', which is not a whole number of pixels"],
    ['size', { ...VIT, size: { height: -1, width: 224 } }, 'size.height: -1'],
    ['image_std', { ...VIT, image_std: [0, 1, 1] }, 'expected are 1 or 3 numbers other than 0'],
    ['image_mean', { ...VIT, image_mean: ['a'] }, 'image_mean: ["a"]'],
    ['do_resize', { ...VIT, do_resize: 'yes' }, "do_resize: 'yes', which is neither true nor false"],
    ['rescale_factor', { ...VIT, rescale_factor: 0 }, 'rescale_factor: 0'],
    ['crop_size', { ...VIT, do_center_crop: true }, 'do_center_crop, but no crop_size'],
    ['a mean alone', { ...VIT, image_std: undefined }, 'not both of image_mean and image_std'],
  ])('is refused with a wrong %s', (_key, processor, fault) => {
    expect(() => of(processor)).toThrow(fault);
  });

  it('says nothing where it speaks of no pictures', () => {
    expect(of({ feature_size: 80, sampling_rate: 16_000 })).toBeNull();
  });
});

describe("timm's pretrained_cfg", () => {
  const CFG = {
    input_size: [3, 224, 224],
    interpolation: 'bicubic',
    crop_pct: 0.95,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  };

  it.each<[string, object, Partial<HubPicture>]>([
    ['as timm evaluates', CFG, { fit: 'center-crop', cropFraction: 224 / 235, resample: 'bicubic' }],
    ['squashed whole', { ...CFG, crop_pct: 1, crop_mode: 'squash' }, { fit: 'stretch' }],
    ['squashed and cut', { ...CFG, crop_mode: 'squash' }, { fit: 'stretch', cropFraction: 224 / 235 }],
    [
      'with what timm takes where nothing is said',
      { input_size: [3, 224, 224] },
      {
        cropFraction: 0.875,
        resample: 'bicubic',
        values: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      },
    ],
  ])('is followed %s', (_name, config, expected) => {
    expect(timmPicture(config as Record<string, unknown>, 'config.json')).toMatchObject(expected);
  });

  it('says what cannot be followed, and refuses what is wrong', () => {
    expect(timmPicture({ ...CFG, crop_mode: 'border' }, 'c').unserved).toHaveLength(1);
    expect(timmPicture({ ...CFG, interpolation: 'box' }, 'c').unserved).toHaveLength(1);
    expect(() => timmPicture({ ...CFG, input_size: [224] }, 'c')).toThrow('[channels, height, width]');
  });
});
