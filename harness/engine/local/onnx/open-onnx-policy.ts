import { env } from 'onnxruntime-node';
import { z } from 'zod';
import { openWhole } from '../../../core/open-whole.ts';
import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { huggingFaceEncoding } from '../../embedded/text/hugging-face-codec.ts';
import type { SampleParams, SampleResult, TokenPolicy } from '../../engine.ts';
import type { TextEncoding } from '../../text-codec.ts';
import { collectSample, finite } from '../collect-sample.ts';
import type { LaneUse } from '../lanes.ts';
import { localPolicy } from '../local-policy.ts';
import { loadOnnx, codecFolder } from './load-onnx.ts';
import { drawFrom, logSoftmax } from './onnx-draw.ts';
import { type OnnxOptions, onnxLanes, onnxProfile } from './onnx-options.ts';
import { OnnxSequence } from './onnx-sequence.ts';
import { loadTransformers } from './transformers.ts';

const modelConfig = z.object({
  vocab_size: z.int().min(1),
  max_position_embeddings: z.int().min(1).optional(),
});

/**
 * Opens a policy on an ONNX export, which is sampled and scored in this process by ONNX Runtime and not trained.
 * @throws TwinZeroError when its files, the provider or the memory cannot be used.
 */
export function openOnnxPolicy(options: OnnxOptions): Promise<TokenPolicy> {
  return openWhole(async (opened) => {
    const library = await loadTransformers();
    const model = await loadOnnx(library, { ...options, use: 'AutoModelForCausalLM' });
    opened(() => model.dispose());
    const { vocabularySize, maxPositions } = sizes(model.config);
    const versions = {
      transformers: library.env.version ?? 'unknown',
      onnxruntime: env.versions.node ?? 'unknown',
    };
    const profile = onnxProfile(options, maxPositions, versions);
    let encoding: TextEncoding | null = null;
    const decode = (tokens: readonly number[]): string => encoding?.decode(tokens) ?? '';
    return localPolicy({
      profile,
      limits: { vocabularySize, maxTokens: profile.maxSequenceTokens },
      memories: Array.from({ length: onnxLanes(options) }, () => new OnnxSequence(library, model)),
      sample: async (sequence, rest, params) => {
        if ((params.stopStrings ?? []).length > 0)
          encoding ??= await huggingFaceEncoding(await codecFolder(options.source, async () => library));
        return sampleSequence(sequence, rest, { params, decode });
      },
      score: (sequence, tokens, temperature) =>
        scoreSequence(sequence, tokens, { temperature, vocabularySize }),
      dispose: async () => {
        await model.dispose();
      },
    });
  });
}

function sizes(config: unknown): { readonly vocabularySize: number; readonly maxPositions: number } {
  const read = modelConfig.safeParse(config);
  if (!read.success)
    throw new TwinZeroError(
      'data',
      `config.json of the ONNX export has no usable vocab_size: copy or download it again`,
    );
  const { vocab_size, max_position_embeddings = Infinity } = read.data;
  return { vocabularySize: vocab_size, maxPositions: max_position_embeddings };
}

async function sampleSequence(
  sequence: OnnxSequence,
  rest: readonly number[],
  {
    params,
    decode,
  }: { readonly params: SampleParams; readonly decode: (tokens: readonly number[]) => string },
): Promise<LaneUse<SampleResult>> {
  const random = Random.seeded(params.seed).fork('sample');
  const result = await collectSample(
    params,
    async (last) => {
      const row = await sequence.logits(last === null ? rest : [last], { all: false });
      return drawFrom(row, params, random);
    },
    decode,
  );
  // The last token was drawn, and never read.
  return { result, read: [rest, ...result.tokens.slice(0, -1).map((token) => [token])] };
}

/** Most logits of one call. */
const mostLogits = 2 ** 24;

async function scoreSequence(
  sequence: OnnxSequence,
  tokens: readonly number[],
  { temperature, vocabularySize }: { readonly temperature: number; readonly vocabularySize: number },
): Promise<number[]> {
  const size = Math.max(1, Math.floor(mostLogits / vocabularySize));
  const logprobs: number[] = [];
  for (let start = 0; start + 1 < tokens.length; start += size) {
    const read = tokens.slice(start, Math.min(start + size, tokens.length - 1));
    const rows = await sequence.logits(read, { all: true });
    for (const i of read.keys()) {
      const row = rows.subarray(i * vocabularySize, (i + 1) * vocabularySize);
      const target = tokens[start + i + 1] ?? NaN;
      logprobs.push(finite(logSoftmax(row, temperature)[target] ?? NaN, target));
    }
  }
  return logprobs;
}
