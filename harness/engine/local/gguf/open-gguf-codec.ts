import type { Provider } from '../../embedded/session/session-factory.ts';
import type { TextCodec } from '../../text-codec.ts';
import { ggufCodec } from './gguf-codec.ts';
import { loadGguf } from './load-gguf.ts';
import { loadLlamaCpp } from './load-llama-cpp.ts';

/** The codec of a GGUF file, for which its vocabulary alone is loaded and freed with the codec. */
export async function openGgufCodec(file: string, provider: Provider): Promise<TextCodec> {
  return ggufCodec(await loadGguf(await loadLlamaCpp(provider), file, { vocabOnly: true }), file);
}
