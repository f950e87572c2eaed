import { z } from 'zod';
import { knownOrBrought, registered, registeredName } from '../core/registered.ts';
import type { Judge, TextFunction } from './judge.ts';
import { matchJudge } from './match.ts';
import { publishedJudge, strictJudge } from './model-judges.ts';

const model = z.string().min(1);

/** The judge of a configuration: a match with the gold answers, a language model, or one of a reproduction. */
export const judgeSpec = knownOrBrought(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('match') }),
    /** `model` is asked as the place says, e.g. a server of that model. */
    z.strictObject({ kind: z.enum(['published', 'strict']), model }),
  ]),
  z.strictObject({ kind: registeredName }),
);

/** A `judgeSpec`. */
export type JudgeSpec = z.infer<typeof judgeSpec>;

/** Parts that a judge may be made of besides its specification. */
export interface JudgeParts {
  /** Asks a model; @throws TwinZeroError `configuration` for a model that the place does not have. */
  readonly ask: (model: string) => TextFunction;
  /** Judges of the reproduction by their registered name. */
  readonly judges: Readonly<Record<string, Judge>>;
}

/** Makes the judge of a configuration. */
export function judgeOf(spec: JudgeSpec, { ask, judges }: JudgeParts): Judge {
  if ('model' in spec) return (spec.kind === 'strict' ? strictJudge : publishedJudge)(ask(spec.model));
  return spec.kind === 'match' ? matchJudge : registered(judges, spec.kind, 'judge');
}
