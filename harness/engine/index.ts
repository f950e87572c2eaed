// Names for other rooms of policies: opening, sampling, scoring, training, and making embedded folders.
export { type ChatClient, chatClient, type ChatReply } from './completion/chat-client.ts';
export { completionServer } from './completion/completion-server.ts';
export { apiKey, type CompletionServerOptions } from './completion/completion-settings.ts';
export { serverOf } from './completion/openai-kind.ts';
export { retryAfterMs } from './completion/retry-after.ts';
export { type TokenCounts, tokenCostUsd, type TokenPrice } from './completion/token-price.ts';
export type { Critic, ValueDatum, ValueLoss } from './critic.ts';
export type { ModelConfig } from './embedded/folder/model-config.ts';
export { parameterShapes } from './embedded/folder/parameter-shapes.ts';
export { readModelConfig } from './embedded/folder/read-model-config.ts';
export { saveFolder } from './embedded/folder/save-folder.ts';
export { initialWeights } from './embedded/folder/weights.ts';
export { probeProvider, type ProviderProbe } from './embedded/session/probe-provider.ts';
export { buildWordTokenizer, saveWordTokenizer } from './embedded/text/build-word-tokenizer.ts';
export { templateDate } from './embedded/text/chat-template.ts';
export type {
  AdamParams,
  Datum,
  EngineProfile,
  Learner,
  LossOutput,
  OpenPolicy,
  SampleParams,
  Sampler,
  SampleResult,
  Spending,
  TokenLogprob,
  TokenPolicy,
  Trainable,
} from './engine.ts';
export { findLlamaCpp, llamaCpp } from './local/gguf/find-llama-cpp.ts';
export { checkServer, huggingFaceCodec, openEncoder, runConformance } from './late-imports.ts';
export { encoderName, encoderSpec, type EncoderSpec } from './local/onnx/encoder-spec.ts';
export type { Encoder, Pooling } from './local/onnx/open-encoder.ts';
export {
  criticOf,
  openPolicy,
  openTokenPolicy,
  policyName,
  type PolicySpec,
  policySpec,
} from './open-policy.ts';
export type { PolicyPlace } from './policy-engine.ts';
export type { TinkerPlace } from './tinker/client/tinker-place.ts';
export type { ServerCheck } from './tinker/check-server.ts';
export type { Conformance } from './tinker/conformance/run-conformance.ts';
export { type ServerName, serverNames, serverProfile } from './tinker/profile/server-profiles.ts';
export { requireScorer, requireTrainable } from './requirements.ts';
export type { TextCodec } from './text-codec.ts';
export { inFolder, type WeightsRef, weightsRef } from './weights-ref.ts';
