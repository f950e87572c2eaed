/** What a checkpoint's name on a server says of it. */
export interface CheckpointFacts {
  /** Optimiser steps of the model. */
  readonly steps: number;
  /** True where it was saved to train on with its optimiser. */
  readonly optimiser: boolean;
}

/**
 * A name that servers take (letters, digits, `_` and `-`), which no other checkpoint has because it holds the model's
 * name and the number of its request, and from which the facts can be read again:
 * `step-000010-model_ab12-37-s80-o` of a folder `.../step-000010`.
 */
export function checkpointName(
  name: string,
  { model, seq, steps, optimiser }: CheckpointFacts & { readonly model: string; readonly seq: number },
): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = `${last}-${model}-${seq}`.replaceAll(/[^a-zA-Z0-9_-]+/g, '-');
  return `${plain}-s${steps}-${optimiser ? 'o' : 'w'}`;
}

/** The facts in a name on a server; those of a model saved by another program: no step known, and an optimiser. */
export function checkpointFacts(path: string): CheckpointFacts {
  const [, steps = '0', form = 'o'] = /-s(\d+)-([ow])$/.exec(path) ?? [];
  return { steps: Number(steps), optimiser: form === 'o' };
}
