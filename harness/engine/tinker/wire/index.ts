// The messages of the Tinker protocol, for its client and its server.
export { type Codec, codecOf, type Dialect, jsonType, protobufType, type WireMessage } from './codec.ts';
export { inputOf, type ModelInput, tokensOf, type WireDatum } from './datum.ts';
export {
  type ForwardBackwardOutput,
  forwardBackwardOutput,
  type ForwardBackwardRequest,
  forwardBackwardRequest,
} from './forward-backward.ts';
export { acknowledgement, type FutureState, futureState, retrieveFutureRequest } from './future.ts';
export {
  type CreateModelRequest,
  createModelRequest,
  createModelResponse,
  getInfoResponse,
  type LoraConfig,
  modelRequest,
  optimStepRequest,
  optimStepResponse,
  unloadModelResponse,
  engineAdam,
  type WireAdamParams,
} from './model.ts';
export {
  type SampleRequest,
  sampleRequest,
  type SampleResponse,
  sampleResponse,
  type WireSamplingParams,
} from './sample.ts';
export {
  capabilities,
  clientConfig,
  clientConfigRequest,
  dynamicConfig,
  health,
  refusal,
} from './service.ts';
export {
  createSamplingSessionRequest,
  createSamplingSessionResponse,
  createSessionRequest,
  createSessionResponse,
  heartbeatRequest,
  heartbeatResponse,
  samplerResponse,
} from './session.ts';
export { vector, type WireTensor } from './tensor.ts';
export {
  type LoadWeightsRequest,
  loadWeightsRequest,
  loadWeightsResponse,
  saveForSamplerRequest,
  saveForSamplerResponse,
  saveWeightsRequest,
  saveWeightsResponse,
  weightsInfoRequest,
  weightsInfoResponse,
} from './weights.ts';
