import { sha256 } from '../../core/canonical-json.ts';
import type { Document } from '../../core/episode.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend } from '../search-backend.ts';
import { type SimulatorFormat, type SimulatorKind, toSimulatorRequest } from './simulator-format.ts';
import type { TextGenerator } from './text-generator.ts';

/** Settings of `simulatorBackend`. */
export interface SimulatorOptions {
  readonly generator: TextGenerator;
  readonly format: SimulatorFormat;
  readonly kind: SimulatorKind;
}

/**
 * The search engine played by a language model (ZeroSearch section 3.3): it writes documents for the query that help
 * or mislead, as the request's label says, and is told question and gold answer of this very search. The seed of its
 * text comes from the request's generator. `noisy` in the result is the label, not a judgement of the text.
 *
 * DEVIATION(no-invented-documents): where the published code hands the policy `No information available` after a
 * failure (`generation.py:590-600 @2d4cdca`), the search fails and its episode takes no part in the update.
 * @throws TwinZeroError its searches throw `configuration` without a label, `search` when no document can be read
 * from the text.
 */
export function simulatorBackend({ generator, format, kind }: SimulatorOptions): SearchBackend {
  const id = `simulator(${generator.id},${format.id},${kind})`;
  return {
    id,
    async search(request) {
      const asked = toSimulatorRequest(request);
      const seed = request.random.fork('simulator').uint32();
      const prompt = format.prompt(asked, kind);
      const { text, tokens, ...measured } = await generator.generate(prompt, {
        documents: asked.documents,
        seed,
      });
      const documents = distinctDocuments(format.parse(text, asked.documents));
      if (documents.length === 0)
        throw new TwinZeroError(
          'search',
          `${id} wrote no document that can be read for the query "${request.query}" but ${JSON.stringify(text.slice(0, 80))}`,
        );
      return { documents, noisy: asked.label === 'noisy', generatedTokens: tokens, ...measured };
    },
  };
}

function distinctDocuments(texts: readonly string[]): readonly Document[] {
  const byId = new Map<string, Document>();
  for (const text of texts) {
    const id = `simulated-${sha256(text).slice(0, 8)}`;
    if (!byId.has(id)) byId.set(id, { id, text, origin: 'simulated' });
  }
  return [...byId.values()];
}
