import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../../core/random.ts';
import type {
  AdamParams,
  Datum,
  Engine,
  EngineProfile,
  LossOutput,
  SampleResult,
} from '../../engine/engine.ts';
import type { Loss } from '../../engine/loss.ts';
import { tableLoss } from './table-loss.ts';
import { logSoftmax } from './log-softmax.ts';

/** What a table policy looks at before it writes a token. */
export interface TableContexts {
  readonly count: number;
  /** Row of the table, from 0 to below `count`, for the tokens so far. */
  of(prefix: readonly number[]): number;
}

interface TableState {
  readonly weights: number[];
  readonly first: number[];
  readonly second: number[];
  readonly step: number;
}

const profile: EngineProfile = {
  id: 'table',
  capabilities: ['sample', 'logprobs', 'train', 'save'],
  losses: ['cross_entropy', 'importance_sampling', 'ppo'],
  reductions: ['token-sum', 'token-mean', 'sequence-mean'],
  maxSequenceTokens: 512,
  maxConcurrency: 8,
  determinism: { arithmetic: 'float64' },
};

/** An engine for tests: one row of logits per context, in float64, all of the real contract in milliseconds. */
export class TableEngine implements Engine {
  readonly profile: EngineProfile = profile;
  readonly #contexts: TableContexts;
  readonly #vocabulary: number;
  #state: TableState;
  #gradient: number[];
  #published: readonly number[];
  #reference: readonly number[];

  constructor(vocabulary: number, contexts: TableContexts) {
    const zeros = (): number[] => Array.from({ length: vocabulary * contexts.count }, () => 0);
    this.#contexts = contexts;
    this.#vocabulary = vocabulary;
    this.#state = { weights: zeros(), first: zeros(), second: zeros(), step: 0 };
    this.#gradient = zeros();
    this.#published = zeros();
    this.#reference = zeros();
  }

  async sample(prompt: readonly number[], params: Parameters<Engine['sample']>[1]): Promise<SampleResult> {
    const random = Random.seeded(params.seed);
    const { temperature, maxTokens, stopTokens } = params;
    const tokens: number[] = [];
    const logprobs: number[] = [];
    while (tokens.length < maxTokens) {
      const scores = this.#scores(this.#published, [...prompt, ...tokens], temperature || 1);
      const token = temperature === 0 ? scores.indexOf(Math.max(...scores)) : draw(scores, random.uniform());
      tokens.push(token);
      logprobs.push(scores[token] ?? Number.NaN);
      if (stopTokens.includes(token)) return { tokens, logprobs, stopReason: 'stop' };
    }
    return { tokens, logprobs, stopReason: 'length' };
  }

  async logprobs(
    sequences: readonly (readonly number[])[],
    { temperature = 1, reference = false }: Parameters<Engine['logprobs']>[1] = {},
  ): Promise<number[][]> {
    const weights = reference ? this.#reference : this.#state.weights;
    return sequences.map((tokens) =>
      tokens
        .slice(1)
        .map((token, i) => this.#scores(weights, tokens.slice(0, i + 1), temperature)[token] ?? NaN),
    );
  }

  async forwardBackward(data: readonly Datum[], loss: Loss): Promise<LossOutput> {
    const temperature = loss.kind === 'cross_entropy' ? 1 : loss.temperature;
    return tableLoss(data, {
      loss,
      scores: (prefix) => this.#scores(this.#state.weights, prefix, temperature),
      addGradient: (prefix, gradient) => {
        const start = this.#contexts.of(prefix) * this.#vocabulary;
        gradient.forEach(
          (value, i) => (this.#gradient[start + i] = (this.#gradient[start + i] ?? 0) + value),
        );
      },
    });
  }

  async optimStep(adam: AdamParams): Promise<{ gradNorm: number; step: number }> {
    const gradNorm = Math.sqrt(this.#gradient.reduce((sum, value) => sum + value * value, 0));
    const scale = Math.min(1, (adam.maxGradNorm ?? Infinity) / Math.max(gradNorm, Number.MIN_VALUE));
    this.#state = adamStep(
      this.#state,
      this.#gradient.map((value) => value * scale),
      adam,
    );
    this.#gradient.fill(0);
    return { gradNorm, step: this.#state.step };
  }

  async publish(): Promise<void> {
    this.#published = this.#state.weights;
  }

  async freezeReference(): Promise<void> {
    this.#reference = this.#state.weights;
  }

  async save(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'table.json'), JSON.stringify(this.#state));
  }

  async load(folder: string): Promise<void> {
    this.#state = JSON.parse(await readFile(join(folder, 'table.json'), 'utf8')) as TableState;
    this.#gradient.fill(0);
    await this.publish();
  }

  async close(): Promise<void> {}

  #scores(weights: readonly number[], prefix: readonly number[], temperature: number): number[] {
    const start = this.#contexts.of(prefix) * this.#vocabulary;
    const row = weights.slice(start, start + this.#vocabulary);
    return logSoftmax(row.map((logit) => logit / temperature));
  }
}

function adamStep(state: TableState, gradient: readonly number[], adam: AdamParams): TableState {
  const { beta1, beta2, epsilon, learningRate, weightDecay } = adam;
  const step = state.step + 1;
  const first = state.first.map((value, i) => beta1 * value + (1 - beta1) * (gradient[i] ?? 0));
  const second = state.second.map((value, i) => beta2 * value + (1 - beta2) * (gradient[i] ?? 0) ** 2);
  const weights = state.weights.map((weight, i) => {
    const direction = (first[i] ?? 0) / (1 - beta1 ** step);
    const size = Math.sqrt((second[i] ?? 0) / (1 - beta2 ** step)) + epsilon;
    return weight * (1 - learningRate * weightDecay) - (learningRate * direction) / size;
  });
  return { weights, first, second, step };
}

function draw(scores: readonly number[], uniform: number): number {
  let left = uniform;
  for (const [token, score] of scores.entries()) {
    left -= Math.exp(score);
    if (left < 0) return token;
  }
  return scores.length - 1;
}
