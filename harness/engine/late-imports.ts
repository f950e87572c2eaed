import { lazily } from '../core/lazily.ts';

// What opens a model or speaks to a server: a specification, which most commands only read, needs none of it.
export const huggingFaceCodec = lazily(
  async () => (await import('./embedded/text/hugging-face-codec.ts')).huggingFaceCodec,
);
export const openEmbeddedPolicy = lazily(
  async () => (await import('./embedded/worker/embedded-policy.ts')).openEmbeddedPolicy,
);
export const createEmbeddedCritic = lazily(
  async () => (await import('./embedded/worker/create-embedded-critic.ts')).createEmbeddedCritic,
);
export const openCompletionPolicy = lazily(
  async () => (await import('./completion/completion-policy.ts')).openCompletionPolicy,
);
export const openGgufCodec = lazily(
  async () => (await import('./local/gguf/open-gguf-codec.ts')).openGgufCodec,
);
export const openGgufPolicy = lazily(
  async () => (await import('./local/gguf/open-gguf-policy.ts')).openGgufPolicy,
);
export const openOnnxPolicy = lazily(
  async () => (await import('./local/onnx/open-onnx-policy.ts')).openOnnxPolicy,
);
export const openEncoder = lazily(async () => (await import('./local/onnx/open-encoder.ts')).openEncoder);
export const openTinkerPolicy = lazily(
  async () => (await import('./tinker/policy/open-tinker-policy.ts')).openTinkerPolicy,
);
export const openTinkerCritic = lazily(
  async () => (await import('./tinker/policy/open-tinker-critic.ts')).openTinkerCritic,
);
export const checkServer = lazily(async () => (await import('./tinker/check-server.ts')).checkServer);
export const runConformance = lazily(
  async () => (await import('./tinker/conformance/run-conformance.ts')).runConformance,
);
