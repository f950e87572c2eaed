import { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { requireScorer, type SampleParams, type SampleResult, type TokenPolicy } from '../engine/index.ts';
import { type SampleRequest, type SampleResponse, tokensOf } from '../engine/tinker/wire/index.ts';

/** What samples. */
export interface Source {
  /** Draws. */
  readonly policy: TokenPolicy;
  /** Tells the prompt's log-probabilities; its weights stay what they are. */
  readonly fixed: () => Promise<TokenPolicy>;
  /** Tokens that end a text of the model's own accord. */
  readonly endTokens: readonly number[];
}

/**
 * Answers `asample`. Log-probabilities, those of the prompt too, are of softmax(logits / temperature), at temperature 0 of
 * the plain softmax.
 * @param key says which request this is where it states no seed
 * @throws TwinZeroError `configuration` for what is not served, and as the engine.
 */
export async function answerSample(
  request: SampleRequest,
  { policy, fixed, endTokens }: Source,
  key: string,
): Promise<SampleResponse> {
  requireServed(request);
  const prompt = tokensOf(request.prompt);
  const { sampling_params: asked, num_samples: count } = request;
  const own = Random.seeded(0).fork('served sample', key).uint32();
  const params: SampleParams = {
    temperature: asked.temperature,
    maxTokens: asked.max_tokens ?? policy.profile.maxSequenceTokens - prompt.length,
    seed: 0,
    ...stopsOf(asked.stop, endTokens),
    ...(asked.top_k > 0 && { topK: asked.top_k }),
    ...(asked.top_p < 1 && { topP: asked.top_p }),
    ...(request.topk_sample_logprobs > 0 && { topLogprobs: request.topk_sample_logprobs }),
  };
  const drawn = Promise.all(
    Array.from({ length: count }, async (_, i) =>
      policy.sample(prompt, { ...params, seed: ((asked.seed ?? own) + i) % 2 ** 32 }),
    ),
  );
  const [samples, scored] = await Promise.all([
    drawn,
    request.prompt_logprobs === true ? promptLogprobs(prompt, asked.temperature, fixed) : null,
  ]);
  return {
    sequences: samples.map(sequenceOf),
    ...(scored !== null && { prompt_logprobs: lastOnly(scored, request.prompt_logprobs_last_n) }),
  };
}

function sequenceOf({
  tokens,
  logprobs,
  stopReason,
  topLogprobs,
}: SampleResult): SampleResponse['sequences'][number] {
  return {
    stop_reason: stopReason,
    tokens: [...tokens],
    logprobs: [...logprobs],
    ...(topLogprobs !== undefined && {
      topk_logprobs: topLogprobs.map((place) =>
        place.map(({ token, logprob }) => [token, logprob] as [number, number]),
      ),
    }),
  };
}

/** One number a token; none for the first, which nothing comes before. */
async function promptLogprobs(
  prompt: readonly number[],
  temperature: number,
  fixed: () => Promise<TokenPolicy>,
): Promise<(number | null)[]> {
  const scorer = requireScorer(await fixed());
  const [scored = []] = await scorer.logprobs([prompt], { temperature: temperature === 0 ? 1 : temperature });
  return [null, ...scored];
}

function lastOnly(logprobs: readonly (number | null)[], last: number | undefined): (number | null)[] {
  return logprobs.map((value, i) => (last === undefined || i >= logprobs.length - last ? value : null));
}

/** Texts end a sample beside the model's own end, tokens instead of it; an empty list leaves nothing but the limit. */
function stopsOf(
  stop: SampleRequest['sampling_params']['stop'],
  endTokens: readonly number[],
): Pick<SampleParams, 'stopTokens' | 'stopStrings'> {
  if (stop === undefined) return { stopTokens: endTokens };
  if (typeof stop === 'string') return { stopTokens: endTokens, stopStrings: [stop] };
  const texts = stop.filter((one) => typeof one === 'string');
  if (texts.length > 0) return { stopTokens: endTokens, stopStrings: texts };
  return { stopTokens: stop.filter((one) => typeof one === 'number') };
}

function requireServed(request: SampleRequest): void {
  const unserved = [
    ['topk_prompt_logprobs', request.topk_prompt_logprobs > 0],
    ['target_prompt_logprobs', request.target_prompt_logprobs !== undefined],
    ['prompt_alt_tokens_k', request.prompt_alt_tokens_k > 0],
    ['record_stability_info', request.record_stability_info === true],
  ] as const;
  for (const [name, asked] of unserved)
    if (asked) throw new TwinZeroError('configuration', `${name} is not served here; leave it out`);
  if (request.prompt_logprobs_last_n !== undefined && request.prompt_logprobs !== true)
    throw new TwinZeroError('configuration', 'prompt_logprobs_last_n needs prompt_logprobs');
}
