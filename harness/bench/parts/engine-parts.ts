import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeAll, openWhole } from '../../core/open-whole.ts';
import { Random } from '../../core/random.ts';
import { type ModelConfig, parameterShapes } from '../../engine/index.ts';
import { type EmbeddedPolicy, openEmbeddedPolicy } from '../../engine/embedded/worker/embedded-policy.ts';
import { decoding, training } from '../bench-task.ts';
import { modelShapes } from '../model-shapes.ts';
import { writeRandomFolder } from '../random-folder.ts';
import type { OpenPart, Part } from './part.ts';

/** The reference shape at another width: heads of 64, an MLP four times as wide. */
function shapeOf(hiddenSize: number): ModelConfig {
  const heads = hiddenSize / 64;
  return { ...modelShapes.reference, hiddenSize, heads, keyValueHeads: heads, mlpSize: 4 * hiddenSize };
}

/** Parameters of the shape of that width. */
function parametersOf(hiddenSize: number): number {
  return parameterShapes(shapeOf(hiddenSize)).reduce(
    (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
}

/** Widths by the parameters they make, ascending. */
const widths = new Map([64, 128, 256].map((width) => [parametersOf(width), width]));
const [smallest = 0] = widths.keys();

/** Opens a model of random weights on one thread, in a scratch folder that goes when it is closed. */
function openModel(
  parameters: number,
  limits: { readonly lanes: number; readonly maxTokens: number },
  work: (policy: EmbeddedPolicy, config: ModelConfig) => Omit<OpenPart, 'close'>,
): Promise<OpenPart> {
  return openWhole(async (opened) => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-part-'));
    const remove = (): Promise<void> => rm(folder, { recursive: true });
    opened(remove);
    const config = shapeOf(widths.get(parameters) ?? 64);
    await writeRandomFolder(folder, config);
    const policy = await openEmbeddedPolicy({ folder, provider: 'cpu', threads: 1, ...limits });
    opened(() => policy.close());
    return { ...work(policy, config), close: () => closeAll([() => policy.close(), remove]) };
  });
}

function decode(parameters: number, lanes: number, contextTokens: number): Promise<OpenPart> {
  return openModel(parameters, { lanes, maxTokens: contextTokens }, (policy, config) => {
    const { round, tokens } = decoding(policy, { kind: 'decode', lanes, contextTokens }, config);
    return { amount: tokens, call: round };
  });
}

/** Tokens of the prompt whose beginning a lane may hold. */
const promptTokens = 256;

/**
 * Answers one token to a prompt of which a lane holds the first `held` tokens, as each turn of an episode does; what it
 * holds is read anew, untimed, before each call.
 */
function continued(held: number): Promise<OpenPart> {
  return openModel(smallest, { lanes: 1, maxTokens: promptTokens + 2 }, (policy, config) => {
    const random = Random.seeded(0).fork('held', held);
    const params = { temperature: 0, maxTokens: 1, seed: 0, stopTokens: [] };
    let prompt: number[] = [];
    return {
      amount: promptTokens,
      before: () => {
        prompt = Array.from({ length: promptTokens }, () => random.below(config.vocabularySize));
        // A prompt is held up to its last token, which is read to be answered.
        return policy.sample(held === 0 ? [0] : prompt.slice(0, held), params);
      },
      call: () => policy.sample(prompt, params),
    };
  });
}

function train(parameters: number): Promise<OpenPart> {
  return openModel(parameters, { lanes: 2, maxTokens: 128 }, (policy, config) => {
    const task = {
      kind: 'train',
      trained: 'full',
      sequences: 8,
      tokensPerSequence: 128,
      stepsPerCall: 1,
    } as const;
    const { round, tokens } = training(policy, task, config);
    return { amount: tokens, call: round };
  });
}

/** Training, decoding and the reuse of what a lane holds; models of random weights, one thread. */
export const engineParts: readonly Part[] = [
  { id: 'train', unit: 'tokens', grows: 'parameters', sizes: [...widths.keys()], open: train },
  {
    id: 'decode, 8 lanes to 64 tokens',
    unit: 'tokens',
    grows: 'parameters',
    sizes: [...widths.keys()],
    open: (parameters) => decode(parameters, 8, 64),
  },
  {
    id: 'decode to 64 tokens',
    unit: 'tokens',
    grows: 'lanes',
    sizes: [1, 4, 16, 64],
    open: (lanes) => decode(smallest, lanes, 64),
  },
  {
    id: 'decode, 8 lanes',
    unit: 'tokens',
    grows: 'context tokens',
    sizes: [64, 128, 256, 512],
    open: (tokens) => decode(smallest, 8, tokens),
  },
  {
    id: 'prefix reuse',
    unit: 'tokens',
    grows: 'tokens held of a prompt of 256',
    sizes: [0, 64, 128, 192, 255],
    open: continued,
  },
];
