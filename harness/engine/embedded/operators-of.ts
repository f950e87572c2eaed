import type { Operators } from './graph/graph.ts';
import type { Provider } from './session-factory.ts';

/** The operators to build graphs from for a provider. */
export function operatorsOf(provider: Provider): Operators {
  return provider === 'webgpu' ? 'basic' : 'fused';
}
