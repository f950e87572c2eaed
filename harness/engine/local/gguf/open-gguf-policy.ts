import { openWhole } from '../../../core/open-whole.ts';
import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { requireRequest, type RequestLimits } from '../../embedded/decode/require-request.ts';
import { requireTemperature } from '../../embedded/train/require-data.ts';
import { requireSequences } from '../../embedded/train/require-sequences.ts';
import type { SampleParams, SampleResult, Scorer, TokenPolicy } from '../../engine.ts';
import { requireHonoured } from '../../requirements.ts';
import { collectSample } from '../collect-sample.ts';
import { type LaneMemory, Lanes, type LaneUse } from '../lanes.ts';
import { untilClosed } from '../until-closed.ts';
import { needsRow, plainDraw, settledDraw } from './gguf-draw.ts';
import { type GgufOptions, ggufProfile, lanesOf } from './gguf-options.ts';
import { scoreSequence } from './gguf-scorer.ts';
import type { BatchChoice, LlamaContext, LlamaModel, LlamaSequence } from './llama-cpp.ts';
import { isMemory, loadGguf } from './load-gguf.ts';
import { loadLlamaCpp, reasonOf } from './load-llama-cpp.ts';

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
    const lanes = new Lanes(
      Array.from({ length: lanesOf(options) }, () => sequenceMemory(context.getSequence())),
    );
    const requests = untilClosed(profile.id, async () => {
      await context.dispose();
      await model.dispose();
    });
    const scorer: Scorer = {
      logprobs: (sequences, { temperature }) =>
        requests.run(async () => {
          requireTemperature(temperature);
          requireSequences(sequences, limits);
          const how = { temperature, vocabularySize };
          return Promise.all(
            sequences.map((tokens) =>
              // An empty prompt is continued by no lane, and nothing is left of it.
              lanes.use([], async ({ sequence }) => ({
                result: await native('scoring', () => scoreSequence(sequence, tokens, how)),
                read: null,
              })),
            ),
          );
        }),
    };
    return {
      profile,
      sample: (prompt, params) =>
        requests.run(async () => {
          requireHonoured(profile, params);
          requireRequest(prompt, params, limits);
          return lanes.use(prompt, ({ sequence }, rest) =>
            native('sampling', () => sampleSequence(sequence, rest, { params, limits, decode })),
          );
        }),
      scorer,
      learner: null,
      // Nothing changes the weights.
      reference: async () => scorer,
      close: () => requests.close(),
    };
  });
}

interface SequenceMemory extends LaneMemory {
  readonly sequence: LlamaSequence;
}

function sequenceMemory(sequence: LlamaSequence): SequenceMemory {
  return {
    sequence,
    read: (tokens) => native('reading', () => sequence.evaluateWithoutGeneratingNewTokens(tokens)),
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
    throw new TwinZeroError(
      'engine',
      `${sequences} sequences of ${maxTokens} tokens beside ${file} cannot be had (${reasonOf(cause)}): ${
        isMemory(cause)
          ? 'take fewer or shorter ones, a smaller model or a larger machine'
          : 'try provider cpu'
      }`,
      { cause },
    );
  }
}

/** Sums of llama.cpp are rounded otherwise when another sequence is in the batch. */
const oneSequence: BatchChoice = ({ items: [item], size }) =>
  item === undefined ? [] : [{ item, processAmount: Math.min(item.tokens.length, size) }];

interface Sampling {
  readonly params: SampleParams;
  readonly limits: RequestLimits;
  readonly decode: (tokens: readonly number[]) => string;
}

async function sampleSequence(
  sequence: LlamaSequence,
  rest: readonly number[],
  { params, limits: { vocabularySize }, decode }: Sampling,
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

/** Runs a native computation; a failure of it becomes one sentence. */
async function native<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof TwinZeroError) throw cause;
    throw new TwinZeroError(
      'engine',
      `llama.cpp failed while ${doing} (${reasonOf(cause)}): try fewer or shorter sequences, provider cpu, or another file`,
      { cause },
    );
  }
}
