import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Critic, ValueDatum, ValueLoss, ValueLossOutput } from '../../engine/critic.ts';
import type { AdamParams } from '../../engine/engine.ts';
import { folderOf, inFolder, type WeightsRef } from '../../engine/weights-ref.ts';

interface CriticState {
  readonly values: readonly number[];
  readonly momentum: readonly number[];
  readonly step: number;
}

/** A critic for tests: one value per last token, by gradient descent with momentum, all of the contract in float64. */
export class TableCritic implements Critic {
  readonly id = 'table-critic';
  #state: CriticState;
  #gradient: number[];

  constructor(vocabulary: number) {
    const zeros = (): number[] => Array.from({ length: vocabulary }, () => 0);
    this.#state = { values: zeros(), momentum: zeros(), step: 0 };
    this.#gradient = zeros();
  }

  async values(sequences: readonly (readonly number[])[]): Promise<number[][]> {
    return sequences.map((tokens) => tokens.slice(0, -1).map((token) => this.#state.values[token] ?? NaN));
  }

  async forwardBackward(
    data: readonly ValueDatum[],
    { clip, reduction = 'token-mean' }: ValueLoss,
  ): Promise<ValueLossOutput> {
    const weighed = data.flatMap(({ weights }) => weights).reduce((sum, weight) => sum + weight, 0);
    const divisor = reduction === 'token-mean' ? weighed : 1;
    const places = data.flatMap(({ tokens, weights, returns, oldValues }) =>
      weights.flatMap((weight, i) => {
        if (weight === 0) return [];
        const token = tokens[i] ?? -1;
        const value = this.#state.values[token] ?? NaN;
        const old = oldValues[i] ?? NaN;
        const target = returns[i] ?? NaN;
        const clipped = Math.min(Math.max(value, old - clip), old + clip);
        return [{ token, share: weight / divisor, error: value - target, clippedError: clipped - target }];
      }),
    );
    for (const { token, share, error, clippedError } of places)
      if (error ** 2 >= clippedError ** 2)
        this.#gradient[token] = (this.#gradient[token] ?? 0) + error * share;
    const sum = (read: (place: (typeof places)[number]) => number): number =>
      places.reduce((all, place) => all + read(place), 0);
    return {
      loss: 0.5 * sum(({ share, error, clippedError }) => share * Math.max(error ** 2, clippedError ** 2)),
      clipFraction: sum(({ error, clippedError }) => Number(clippedError ** 2 > error ** 2)) / places.length,
    };
  }

  async optimStep({ learningRate, beta1 }: AdamParams): Promise<{ gradNorm: number; step: number }> {
    const gradNorm = Math.sqrt(this.#gradient.reduce((sum, value) => sum + value * value, 0));
    const momentum = this.#state.momentum.map((value, i) => beta1 * value + (this.#gradient[i] ?? 0));
    const values = this.#state.values.map((value, i) => value - learningRate * (momentum[i] ?? 0));
    this.#state = { values, momentum, step: this.#state.step + 1 };
    this.#gradient.fill(0);
    return { gradNorm, step: this.#state.step };
  }

  async save(folder: string): Promise<WeightsRef> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'critic.json'), JSON.stringify(this.#state));
    return inFolder(folder);
  }

  async load(ref: WeightsRef): Promise<void> {
    this.#state = JSON.parse(await readFile(join(folderOf(ref), 'critic.json'), 'utf8')) as CriticState;
    this.#gradient.fill(0);
  }

  async close(): Promise<void> {}
}
