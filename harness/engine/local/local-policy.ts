import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { requireRequest, type RequestLimits } from '../embedded/decode/require-request.ts';
import { requireTemperature } from '../embedded/train/require-data.ts';
import { requireSequences } from '../embedded/train/require-sequences.ts';
import type { EngineProfile, SampleParams, SampleResult, Scorer, TokenPolicy } from '../engine.ts';
import { requireHonoured } from '../requirements.ts';
import { type LaneMemory, Lanes, type LaneUse } from './lanes.ts';
import { untilClosed } from './until-closed.ts';

/** What a library of this process can do with one sequence at a time. */
export interface LocalParts<Memory extends LaneMemory> {
  readonly profile: EngineProfile;
  readonly limits: RequestLimits;
  readonly memories: readonly Memory[];
  /** Continues a sequence whose last tokens, `rest`, are not read yet. */
  readonly sample: (
    memory: Memory,
    rest: readonly number[],
    params: SampleParams,
  ) => Promise<LaneUse<SampleResult>>;
  /** Scores a sequence in an empty memory, n - 1 values. */
  readonly score: (memory: Memory, tokens: readonly number[], temperature: number) => Promise<number[]>;
  readonly dispose: () => Promise<void>;
}

/** A policy that is sampled and scored and not trained; checks what it is asked for and closes after the last request. */
export function localPolicy<Memory extends LaneMemory>(parts: LocalParts<Memory>): TokenPolicy {
  const { profile, limits } = parts;
  const lanes = new Lanes(parts.memories);
  const requests = untilClosed(profile.id, parts.dispose);
  const scorer: Scorer = {
    logprobs: (sequences, { temperature }) =>
      requests.run(async () => {
        requireTemperature(temperature);
        requireSequences(sequences, limits);
        return Promise.all(
          sequences.map((tokens) =>
            // No lane holds the beginning of nothing, so this one comes empty.
            lanes.use([], async (memory) => ({
              result: await computing(profile, () => parts.score(memory, tokens, temperature)),
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
        return lanes.use(prompt, (memory, rest) =>
          computing(profile, () => parts.sample(memory, rest, params)),
        );
      }),
    scorer,
    learner: null,
    // Nothing changes the weights.
    reference: async () => scorer,
    close: () => requests.close(),
  };
}

/** Runs a computation of the library; a failure of it becomes one sentence. */
async function computing<T>({ id }: EngineProfile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof TwinZeroError) throw cause;
    throw new TwinZeroError(
      'engine',
      `the engine ${id} failed (${shortReason(cause)}): try provider cpu, fewer or shorter sequences, or another file`,
      { cause },
    );
  }
}

/** The first line of an error's message, without its full stop, of at most 300 characters. */
export function shortReason(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.slice(0, 300).replace(/\.$/u, '');
}
