import { sha256 } from '../../../core/canonical-json.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { cutAtStop } from '../../completion/cut-at-stop.ts';
import { serverSeed } from '../../completion/reply-parts.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import type { Connection } from '../client/connection.ts';
import { checkedLogprobs } from './checked-logprobs.ts';
import { inputOf, type SampleRequest, sampleRequest, sampleResponse } from '../wire/index.ts';

/** Where samples come from. */
export interface RemoteSampler {
  readonly connection: Connection;
  readonly session: string;
  readonly decode: (tokens: readonly number[]) => string;
}

/**
 * Samples once. The server is told where to stop, which saves what it would write beyond; where it stopped is not
 * believed: the sample is cut here, at the first stop token or the token that completes a stop string.
 * @throws TwinZeroError `engine` for a sample without log-probabilities.
 */
export async function sampleRemotely(
  { connection, session, decode }: RemoteSampler,
  prompt: readonly number[],
  params: SampleParams,
): Promise<SampleResult> {
  const body: SampleRequest = {
    type: 'sample',
    num_samples: 1,
    prompt: inputOf(prompt),
    sampling_params: {
      max_tokens: params.maxTokens,
      seed: connection.profile.seedBits === 32 ? params.seed : serverSeed(params.seed),
      stop: stopOf(params, connection.profile.stopStrings, decode),
      temperature: params.temperature,
      top_k: params.topK === undefined || params.topK === 0 ? -1 : params.topK,
      top_p: params.topP ?? 1,
    },
    sampling_session_id: session,
    seq_id: 0,
    prompt_logprobs: false,
    topk_prompt_logprobs: 0,
    topk_sample_logprobs: 0,
    prompt_alt_tokens_k: 0,
  };
  const key = `sample/${sha256(JSON.stringify(body))}`;
  const ticket = await connection.post({ endpoint: 'asample', request: sampleRequest, body, key });
  const { sequences } = await connection.result(ticket, sampleResponse);
  const where = connection.line.where('asample');
  const [sequence] = sequences;
  if (sequence === undefined)
    throw new TwinZeroError('engine', `${where} answered without a sample; see the server's log`);
  const { tokens, logprobs, stop_reason: stopReason } = sequence;
  if (logprobs?.length !== tokens.length)
    throw new TwinZeroError(
      'engine',
      `${where} gave ${logprobs?.length ?? 'no'} log-probabilities for ${tokens.length} tokens; nothing can be learnt from a sample without them`,
    );
  return cutAtStop({ tokens, logprobs: checkedLogprobs(logprobs, where), stopReason }, params, decode);
}

/** Servers take tokens or strings, and not both: beside strings, the texts of the tokens, where they have one. */
function stopOf(
  { stopTokens, stopStrings = [] }: SampleParams,
  strings: boolean,
  decode: RemoteSampler['decode'],
): number[] | string[] {
  if (stopStrings.length === 0 || !strings) return [...stopTokens];
  return [...stopStrings, ...stopTokens.map((token) => decode([token])).filter((text) => text !== '')];
}
