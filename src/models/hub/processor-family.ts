import { type JsonMap, valueOf } from './json-values.js';

/** What a class of transformers' image processors does that its file need not say. */
export interface ProcessorFamily {
  /** Whether a size of one number is that of the shorter side, and not of both. */
  readonly isShorterSide: boolean;
  /** Cuts out the middle unless told otherwise. */
  readonly isCropped: boolean;
  /** Pillow's number of the filter. */
  readonly resample: number;
  readonly special?: 'convnext' | 'levit' | 'poolformer' | 'efficientnet' | 'mobilevit';
}

const SQUARE: ProcessorFamily = { isShorterSide: false, isCropped: false, resample: 3 };
const BILINEAR: ProcessorFamily = { ...SQUARE, resample: 2 };
const CLIP: ProcessorFamily = { isShorterSide: true, isCropped: true, resample: 3 };

/** @see https://github.com/huggingface/transformers/tree/main/src/transformers/models (image_processing_*.py), Apache-2.0 */
const FAMILIES: ReadonlyMap<string, ProcessorFamily> = new Map([
  ['ViT', BILINEAR],
  ['DeiT', { ...SQUARE, isCropped: true }],
  ['Beit', SQUARE],
  ['ConvNext', { isShorterSide: true, isCropped: false, resample: 3, special: 'convnext' }],
  ['ConvNeXT', { isShorterSide: true, isCropped: false, resample: 3, special: 'convnext' }],
  ['MobileNetV1', { ...CLIP, resample: 2 }],
  ['MobileNetV2', { ...CLIP, resample: 2 }],
  ['MobileViT', { ...CLIP, special: 'mobilevit' }],
  ['Levit', { ...CLIP, special: 'levit' }],
  ['LeViT', { ...CLIP, special: 'levit' }],
  ['PoolFormer', { ...CLIP, special: 'poolformer' }],
  ['EfficientNet', { ...SQUARE, special: 'efficientnet' }],
  ['Bit', CLIP],
  ['CLIP', CLIP],
  ['ChineseCLIP', CLIP],
  ['Siglip', SQUARE],
  ['Pvt', SQUARE],
  ['Detr', BILINEAR],
  ['Yolos', BILINEAR],
  ['ConditionalDetr', BILINEAR],
  ['DeformableDetr', BILINEAR],
  ['RTDetr', BILINEAR],
  ['Segformer', BILINEAR],
]);

/** Files of the first years do not name the class; then the kind of the model does. */
const OF_MODELS: ReadonlyMap<string, string> = new Map([
  ['convnext', 'ConvNext'],
  ['convnextv2', 'ConvNext'],
  ['resnet', 'ConvNext'],
  ['regnet', 'ConvNext'],
  ['cvt', 'ConvNext'],
  ['deit', 'DeiT'],
  ['beit', 'Beit'],
  ['data2vec-vision', 'Beit'],
  ['mobilenet_v1', 'MobileNetV1'],
  ['mobilenet_v2', 'MobileNetV2'],
  ['mobilevit', 'MobileViT'],
  ['mobilevitv2', 'MobileViT'],
  ['levit', 'Levit'],
  ['poolformer', 'PoolFormer'],
  ['efficientnet', 'EfficientNet'],
  ['bit', 'Bit'],
  ['dinov2', 'Bit'],
  ['focalnet', 'Bit'],
]);

/** @param modelType `model_type` of config.json, or undefined */
export function processorFamily(processor: JsonMap, modelType: unknown): ProcessorFamily {
  const named = valueOf(processor, 'image_processor_type') ?? valueOf(processor, 'feature_extractor_type');
  const type =
    typeof named === 'string'
      ? named.replace(/(ImageProcessor(Fast|Pil)?|FeatureExtractor)$/, '')
      : OF_MODELS.get(typeof modelType === 'string' ? modelType : '');
  return FAMILIES.get(type ?? 'ViT') ?? BILINEAR;
}
