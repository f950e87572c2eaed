import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../../core/random.ts';
import type {
  AdamParams,
  Datum,
  EngineProfile,
  Learner,
  LossOutput,
  SampleParams,
  SampleResult,
  Scorer,
  TokenLogprob,
  TokenPolicy,
  Trainable,
} from '../../engine/engine.ts';
import type { Loss } from '../../engine/loss.ts';
import { requireHonoured } from '../../engine/requirements.ts';
import { folderOf, inFolder, type WeightsRef } from '../../engine/weights-ref.ts';
import { tableLoss } from './table-loss.ts';
import { logSoftmax } from './log-softmax.ts';

/** Contexts that a table policy tells apart before it writes a token. */
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
  losses: ['cross_entropy', 'importance_sampling', 'ppo'],
  reductions: ['token-sum', 'token-mean', 'sequence-mean'],
  klCorrections: ['none', 'importance-ratio'],
  honours: { topLogprobs: true, allowed: false },
  maxSequenceTokens: 512,
  maxConcurrency: 8,
  determinism: { arithmetic: 'float64' },
};

/** An engine for tests: one row of logits per context, in float64, all of the real contract in milliseconds. */
export class TableEngine implements TokenPolicy, Trainable {
  readonly profile: EngineProfile = profile;
  readonly scorer: Scorer;
  readonly learner: Learner;
  readonly #contexts: TableContexts;
  readonly #vocabulary: number;
  readonly #opened: TableState;
  #state: TableState;
  #gradient: number[];
  #published: readonly number[];

  /** Opens a table; default with all logits 0. */
  constructor(vocabulary: number, contexts: TableContexts, opened?: TableState) {
    const zeros = (): number[] => Array.from({ length: vocabulary * contexts.count }, () => 0);
    this.#contexts = contexts;
    this.#vocabulary = vocabulary;
    this.#opened = opened ?? { weights: zeros(), first: zeros(), second: zeros(), step: 0 };
    this.#state = this.#opened;
    this.#gradient = zeros();
    this.#published = this.#opened.weights;
    this.scorer = this.#scorer(() => this.#state.weights);
    this.learner = {
      forwardBackward: async (data, loss) => this.#forwardBackward(data, loss),
      optimStep: async (adam) => this.#optimStep(adam),
      publish: async () => this.#publish(),
      save: (folder) => this.#save(folder),
      load: (ref) => this.#load(ref),
    };
  }

  /** An engine opened with what this one has learned so far, optimiser included. */
  reopened(): TableEngine {
    return new TableEngine(this.#vocabulary, this.#contexts, this.#state);
  }

  async sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    requireHonoured(this.profile, params);
    const random = Random.seeded(params.seed);
    const { temperature, maxTokens, stopTokens, topLogprobs: count } = params;
    const tokens: number[] = [];
    const logprobs: number[] = [];
    const topLogprobs: TokenLogprob[][] = [];
    const result = (stopReason: SampleResult['stopReason']): SampleResult => ({
      tokens,
      logprobs,
      stopReason,
      ...(count !== undefined && { topLogprobs }),
    });
    while (tokens.length < maxTokens) {
      const scores = this.#scores(this.#published, [...prompt, ...tokens], temperature || 1);
      const token = temperature === 0 ? scores.indexOf(Math.max(...scores)) : draw(scores, random.uniform());
      tokens.push(token);
      logprobs.push(scores[token] ?? Number.NaN);
      topLogprobs.push(mostLikely(scores, count ?? 0));
      if (stopTokens.includes(token)) return result('stop');
    }
    return result('length');
  }

  async reference(): Promise<Scorer> {
    return this.#scorer(() => this.#opened.weights);
  }

  async close(): Promise<void> {}

  #scorer(weights: () => readonly number[]): Scorer {
    return {
      logprobs: async (sequences, { temperature }) =>
        sequences.map((tokens) =>
          tokens
            .slice(1)
            .map((token, i) => this.#scores(weights(), tokens.slice(0, i + 1), temperature)[token] ?? NaN),
        ),
    };
  }

  #forwardBackward(data: readonly Datum[], loss: Loss): LossOutput {
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

  #optimStep(adam: AdamParams): { gradNorm: number; step: number } {
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

  #publish(): void {
    this.#published = this.#state.weights;
  }

  async #save(folder: string): Promise<WeightsRef> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'table.json'), JSON.stringify(this.#state));
    return inFolder(folder);
  }

  async #load(ref: WeightsRef): Promise<void> {
    this.#state = JSON.parse(await readFile(join(folderOf(ref), 'table.json'), 'utf8')) as TableState;
    this.#gradient.fill(0);
    this.#publish();
  }

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

function mostLikely(scores: readonly number[], count: number): TokenLogprob[] {
  const all = scores.map((logprob, token) => ({ token, logprob }));
  return count === 0 ? [] : all.sort((a, b) => b.logprob - a.logprob).slice(0, count);
}

function draw(scores: readonly number[], uniform: number): number {
  let left = uniform;
  for (const [token, score] of scores.entries()) {
    left -= Math.exp(score);
    if (left < 0) return token;
  }
  return scores.length - 1;
}
