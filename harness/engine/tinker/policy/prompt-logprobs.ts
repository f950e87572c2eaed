import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Connection } from '../client/connection.ts';
import { inputOf, sampleRequest, sampleResponse } from '../wire/index.ts';

/**
 * Log-probabilities of all tokens of a sequence but the first, from a sampler that reads it as a prompt. Servers differ in
 * whether they name the first token, which has none.
 * @throws TwinZeroError `engine` for another number of them, and one that is missing.
 */
export async function promptLogprobs(
  connection: Connection,
  sampler: string,
  tokens: readonly number[],
): Promise<number[]> {
  const ticket = await connection.post({
    endpoint: 'asample',
    request: sampleRequest,
    body: {
      type: 'sample',
      num_samples: 1,
      prompt: inputOf(tokens),
      sampling_params: { max_tokens: 1, seed: 0, temperature: 1, top_k: -1, top_p: 1 },
      sampling_session_id: sampler,
      seq_id: 0,
      prompt_logprobs: true,
      topk_prompt_logprobs: 0,
      topk_sample_logprobs: 0,
      prompt_alt_tokens_k: 0,
    },
  });
  const { prompt_logprobs: found } = await connection.result(ticket, sampleResponse);
  const scored = found?.length === tokens.length ? found.slice(1) : (found ?? []);
  const where = connection.line.where('asample');
  if (scored.length !== tokens.length - 1)
    throw new TwinZeroError(
      'engine',
      `${where} gave ${found?.length ?? 'no'} log-probabilities of a prompt of ${tokens.length} tokens; this server cannot score`,
    );
  return scored.map((value, i) => {
    if (value !== null) return value;
    throw new TwinZeroError(
      'engine',
      `${where} gave none for token ${i + 1} of a prompt; this server cannot score`,
    );
  });
}
