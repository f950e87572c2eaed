import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Connection } from '../client/connection.ts';
import type { DatumOutput, RemoteModel } from '../client/remote-model.ts';
import { scoredDatum } from '../loss/server-lesson.ts';
import { checkedLogprobs } from './checked-logprobs.ts';

/** Log-probabilities of all tokens of each sequence but the first, by a pass without gradients. */
export async function forwardLogprobs(
  model: RemoteModel,
  sequences: readonly (readonly number[])[],
  connection: Connection,
): Promise<number[][]> {
  const outputs = await model.forward({
    data: sequences.map(scoredDatum),
    loss: 'cross_entropy',
    config: {},
  });
  return logprobsOf(outputs, sequences, connection);
}

/**
 * The log-probabilities among a server's outputs.
 * @throws TwinZeroError `engine` where they are missing or of another length.
 */
export function logprobsOf(
  outputs: readonly DatumOutput[],
  sequences: readonly (readonly number[])[],
  { line }: Pick<Connection, 'line'>,
): number[][] {
  const where = line.where('forward_backward');
  return sequences.map((tokens, i) => {
    const found = outputs[i]?.['logprobs']?.data;
    if (found?.length === tokens.length - 1) return checkedLogprobs(found, where);
    throw new TwinZeroError(
      'engine',
      `${where} gave ${found?.length ?? 'no'} log-probabilities for the ${tokens.length - 1} predicted tokens of a sequence; check that the server speaks the Tinker protocol`,
    );
  });
}
