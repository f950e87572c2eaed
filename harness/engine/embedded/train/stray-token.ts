import { explainFailure } from '../session/explain-failure.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** A token that a model does not have: an error of kind `configuration`. */
export class StrayToken extends TwinZeroError {
  /** Token and place, e.g. `token 1 of the prompt is 900`. */
  readonly found: string;
  /** Tokens that the model has. */
  readonly vocabularySize: number;

  constructor(found: string, vocabularySize: number, folder?: string) {
    const model = folder === undefined ? 'the model' : `the model in ${folder}`;
    super(
      'configuration',
      `${found}, and ${model} has tokens 0 to ${vocabularySize - 1}; use the tokenizer that belongs to these weights`,
    );
    this.found = found;
    this.vocabularySize = vocabularySize;
  }
}

/**
 * Runs `work` with the model of `folder`.
 * @throws StrayToken that names the folder, where `work` throws one, TwinZeroError `engine` where it lacks memory;
 * whatever else it throws passes through.
 */
export async function withModelOf<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StrayToken) throw new StrayToken(error.found, error.vocabularySize, folder);
    throw explainFailure(error, `computing with the model in ${folder}`);
  }
}
