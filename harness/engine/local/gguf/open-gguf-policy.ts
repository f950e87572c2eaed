import { openWhole } from '../../../core/open-whole.ts';
import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { SampleParams, SampleResult, TokenPolicy } from '../../engine.ts';
import { collectSample } from '../collect-sample.ts';
import type { LaneMemory, LaneUse } from '../lanes.ts';
import { localPolicy, shortReason } from '../local-policy.ts';
import { needsRow, plainDraw, settledDraw } from './gguf-draw.ts';
import { type GgufOptions, ggufProfile, lanesOf } from './gguf-options.ts';
import { scoreSequence } from './gguf-scorer.ts';
import type { BatchChoice, LlamaContext, LlamaModel, LlamaSequence } from './llama-cpp.ts';
import { isMemory, loadGguf } from './load-gguf.ts';
import { loadLlamaCpp } from './load-llama-cpp.ts';

/**
 * Opens a policy on a GGUF file, which is sampled and scored in this process by llama.cpp and not trained.
 * @throws TwinZeroError when the package, the file, the device or the memory cannot be used.
 */
export function openGgufPolicy(options: GgufOptions): Promise<TokenPolicy> {
  return openWhole(async (opened) => {
    const loaded = await loadLlamaCpp(options.provider);
    const model = await loadGguf(loaded, options.file);
    opened(() => model.dispose());
    const profile = ggufProfile(model, loaded, options);
    const { maxSequenceTokens: maxTokens } = profile;
    const context = await openContext(model, { ...options, maxTokens });
    const vocabularySize = [...model.iterateAllTokens()].length;
    const decode = (tokens: readonly number[]): string => model.detokenize(tokens, true);
    const limits = { vocabularySize, maxTokens };
    return localPolicy({
      profile,
      limits,
      memories: Array.from({ length: lanesOf(options) }, () => sequenceMemory(context.getSequence())),
      sample: ({ sequence }, rest, params) =>
        sampleSequence(sequence, rest, { params, vocabularySize, decode }),
      score: ({ sequence }, tokens, temperature) =>
        scoreSequence(sequence, tokens, { temperature, vocabularySize }),
      dispose: async () => {
        await context.dispose();
        await model.dispose();
      },
    });
  });
}

interface SequenceMemory extends LaneMemory {
  readonly sequence: LlamaSequence;
}

function sequenceMemory(sequence: LlamaSequence): SequenceMemory {
  return {
    sequence,
    read: (tokens) => sequence.evaluateWithoutGeneratingNewTokens(tokens),
    forget: () => sequence.clearHistory(),
  };
}

async function openContext(
  model: LlamaModel,
  options: GgufOptions & { readonly maxTokens: number },
): Promise<LlamaContext> {
  const { file, maxTokens, threads, provider, batching } = options;
  const sequences = lanesOf(options);
  try {
    return await model.createContext({
      sequences,
      // Where a sequence comes within one token of the end, the package would drop its beginning.
      contextSize: maxTokens + 8,
      batchSize: 512,
      threads,
      // On the CPU its float16 sums cost exactness: 4e-3 in a log-probability of a float32 model, 4e-5 without.
      flashAttention: provider === 'cpu' ? false : 'auto',
      failedCreationRemedy: false,
      batching: { itemPrioritizationStrategy: batching === 'alone' ? oneSequence : 'maximumParallelism' },
    });
  } catch (cause) {
    const reason = shortReason(cause);
    const mend = isMemory(cause, reason)
      ? 'take fewer or shorter ones, a smaller model or a larger machine'
      : 'try provider cpu';
    throw new TwinZeroError(
      'engine',
      `${sequences} sequences of ${maxTokens} tokens beside ${file} cannot be had (${reason}): ${mend}`,
      { cause },
    );
  }
}

/** Sums of llama.cpp are rounded otherwise when another sequence is in the batch. */
const oneSequence: BatchChoice = ({ items: [item], size }) =>
  item === undefined ? [] : [{ item, processAmount: Math.min(item.tokens.length, size) }];

interface Sampling {
  readonly params: SampleParams;
  readonly vocabularySize: number;
  readonly decode: (tokens: readonly number[]) => string;
}

async function sampleSequence(
  sequence: LlamaSequence,
  rest: readonly number[],
  { params, vocabularySize, decode }: Sampling,
): Promise<LaneUse<SampleResult>> {
  const from = { random: Random.seeded(params.seed).fork('sample'), vocabularySize };
  const drawing = sequence.evaluateWithMetadata(
    rest,
    { confidence: true, probabilities: needsRow(params) },
    { ...plainDraw(params.temperature, params.seed), yieldEogToken: true },
  );
  try {
    const result = await collectSample(
      params,
      async (last) => {
        const { value } = await drawing.next(last ?? undefined);
        if (value === undefined) throw new Error('llama.cpp drew no token');
        return settledDraw(value, params, from);
      },
      decode,
    );
    // The last token was drawn, and never read.
    return { result, read: [rest, ...result.tokens.slice(0, -1).map((token) => [token])] };
  } finally {
    await drawing.return();
  }
}
