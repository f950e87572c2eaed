import type { ReleasedModel } from './model-manifest.ts';

/** A machine, as far as the estimate knows it. */
interface Machine {
  /** Memory traffic a second, in bytes. */
  readonly bandwidth: number;
  /** Sequences that share one pass over the weights. */
  readonly batch: number;
}

/** Share of the bandwidth that decoding reaches; ours, rounded. */
const efficiency = 0.5;
/** Questions of ReZero's held-out set, and as many of the simulators' table; tokens that one of them makes a model write. */
const questions = 32;
const tokensPerQuestion = 1000;
/** Tokens that an embedding model reads: 341 chunks of some 200, and the queries. */
const embeddedTokens = 100_000;

const laptop: Machine = { bandwidth: 50e9, batch: 1 };
const gpu: Machine = { bandwidth: 1e12, batch: 16 };

/** Expected minutes of evaluating a model once: estimates, whose basis `minutesBasis` states. */
export interface ExpectedMinutes {
  readonly laptop: number;
  readonly gpu: number;
}

/**
 * Minutes of one evaluation: decoding reads all weights once for each token of a batch. An estimate, not a measurement;
 * loading and reading prompts are left out.
 */
export function expectedMinutes({
  role,
  ...model
}: Pick<ReleasedModel, 'role' | 'parametersInBillions' | 'bytesPerParameter'>): ExpectedMinutes {
  const weights = model.parametersInBillions * 1e9 * model.bytesPerParameter;
  // An embedding model reads its tokens some hundred at a time, on either machine.
  const passes = role === 'embedding' ? embeddedTokens / 100 : questions * tokensPerQuestion;
  const minutes = ({ bandwidth, batch }: Machine): number =>
    (passes * weights) / (efficiency * bandwidth * batch) / 60;
  return { laptop: minutes(laptop), gpu: minutes(gpu) };
}

/** The basis of `expectedMinutes`, for whoever reads them. */
export const minutesBasis =
  `estimated, not measured: ${questions} questions of ${tokensPerQuestion} written tokens, weights read once a token at ` +
  `${efficiency * 100} % of ${laptop.bandwidth / 1e9} GB/s (laptop, one sequence) and ${gpu.bandwidth / 1e9} GB/s (GPU, ${gpu.batch} sequences); loading and prompts left out`;
