import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SampleResult } from '../../engine.ts';
import { Decoder } from './decoder.ts';
import type { Lane } from './lane.ts';
import type { DecodeResult, DecodeStep, LaneMemory } from './lane-cache.ts';
import { sharedPrefix } from './shared-prefix.ts';

const count = (length: number, from = 0): number[] => Array.from({ length }, (_, index) => from + index);

function lane(parts: Partial<Lane>): Lane {
  return {
    tokens: [],
    pending: [],
    request: null,
    awaits: null,
    chunked: 0,
    lastUse: 0,
    broken: false,
    ...parts,
  };
}

describe('sharedPrefix', () => {
  const read = lane({ tokens: count(50), chunked: 48 });

  const lengthOf = (prompt: readonly number[]): number | undefined => sharedPrefix([read], prompt)?.length;

  it('is the whole chunks that agree, and never the last token', () => {
    assert.equal(lengthOf(count(60)), 48);
    assert.equal(lengthOf(count(49)), 48);
    assert.equal(lengthOf(count(48)), 32);
    assert.equal(lengthOf([...count(40), 99, 99, 99, 99, 99, 99, 99, 99, 99]), 32);
    assert.equal(lengthOf(count(16)), undefined);
    assert.equal(lengthOf([99, ...count(40)]), undefined);
  });

  it('is taken from the lane that has most of it, read or still to be read, and not from a broken one', () => {
    const reading = lane({ tokens: count(16), pending: count(40, 16), chunked: 48 });
    const short = lane({ tokens: count(40), chunked: 32 });
    assert.deepEqual(sharedPrefix([short, reading, read], count(60)), { lane: reading, length: 48 });
    assert.deepEqual(sharedPrefix([short, lane({ ...read, broken: true })], count(60)), {
      lane: short,
      length: 32,
    });
  });

  it('leaves out what was sampled: one token at a time gives other last digits than a chunk', () => {
    assert.deepEqual(sharedPrefix([lane({ tokens: count(50), chunked: 16 })], count(60))?.length, 16);
  });
});

/** A memory that notes how many tokens each step fed to lanes that count, and cached positions by lane. */
class CountingMemory implements LaneMemory {
  readonly lanes = 8;
  fed = 0;
  cached: number[][] = count(8).map(() => []);

  reserve(): void {
    // There is always room.
  }

  reset(): void {
    this.cached = count(8).map(() => []);
  }

  swap(a: number, b: number): void {
    const [left = [], right = []] = [this.cached[a], this.cached[b]];
    this.cached[a] = right;
    this.cached[b] = left;
  }

  readonly copy = (from: number, to: number, length: number): void => {
    const prefix = this.cached[from]?.slice(0, length) ?? [];
    assert.equal(prefix.length, length, 'copied before it was read');
    this.cached[to] = prefix;
  };

  /** The next token is the sum of all before it, so that a wrong cache shows. */
  advance({ slots, kept }: DecodeStep): Promise<DecodeResult> {
    const sums = slots.map(({ cached, feed }, slot) => {
      const known = [...(this.cached[slot] ?? []).slice(0, cached), ...feed];
      if (slot < kept) {
        this.cached[slot] = known;
        this.fed += feed.length;
      }
      return known.reduce((sum, token) => sum + token, 0) % 97;
    });
    return Promise.resolve({
      tokens: BigInt64Array.from(sums, BigInt),
      chosen: Float32Array.from(sums, () => 1),
      probabilities: null,
    });
  }
}

describe('a decoder whose requests begin alike', () => {
  const request = { temperature: 1, maxTokens: 3, stopTokens: [] };
  const sampleAll = async (prompts: readonly number[][]): Promise<{ tokens: number[][]; fed: number }> => {
    const memory = new CountingMemory();
    const decoder = new Decoder({ vocabularySize: 97, memory, maxTokens: 200, decodeText: () => '' });
    const results: SampleResult[] = await Promise.all(
      prompts.map((prompt, seed) => decoder.sample(prompt, { ...request, seed })),
    );
    return { tokens: results.map(({ tokens }) => [...tokens]), fed: memory.fed };
  };

  it('reads what they share once', async () => {
    const prompt = count(40);
    const { fed } = await sampleAll(count(8).map(() => prompt));
    // 40 tokens once, the 8 after two chunks seven times more, and two sampled tokens of each.
    assert.equal(fed, 40 + 7 * 8 + 8 * 2);
  });

  it('gives each what it would get alone, whoever reads for whom', async () => {
    const prompts = [
      ...count(6).map((index) => [...count(20 + 7 * index), 50 + index]),
      ...count(6).map((index) => [...count(16), ...count(30 + index, 60)].slice(0, 40 + index)),
      ...count(6).map((index) => count(33, index % 2)),
    ];
    const together = await sampleAll(prompts);
    const alone = await Promise.all(prompts.map((prompt) => sampleAll([prompt])));
    assert.deepEqual(
      together.tokens,
      alone.map(({ tokens }) => tokens[0]),
    );
    assert.ok(together.fed < alone.reduce((sum, { fed }) => sum + fed, 0));
  });
});
