export {
  OpenInferenceClient,
  OpenInferenceError,
  type CallOptions,
  type IndexItem,
  type ModelMetadata,
  type OpenInferenceClientOptions,
  type ServerMetadata,
  type TensorMetadata,
} from './client.js';
export { encodeRequest, type EncodedRequest, type InferRequest, type RequestedOutput } from './request.js';
export { InferAnswer, type NumbersOf } from './response.js';
export { pictures, tensor, type Datatype, type Tensor, type TensorArrays } from './tensor.js';
