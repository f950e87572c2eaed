import type { Kit } from '../run/index.ts';
import type { BaselineWorld, Wording } from './baseline.ts';
import type { Lesson, LessonPlace } from './lesson.ts';

/** What an open kit can lend a baseline. */
export function worldOf({ protocol, dataset, policy, config }: Kit): BaselineWorld {
  const { train, chunks, scripts } = dataset;
  const { topLogprobs, allowed } = policy.profile.honours;
  return {
    protocol,
    wording: wordingOf(config.protocol),
    ...(train.length > 0 && { train }),
    chunks,
    ...(scripts !== undefined && { scripts }),
    ...(policy.profile.lacks?.continuation !== true && { continuation: true }),
    ...(topLogprobs && { logprobs: policy.codec }),
    ...(allowed && { constraint: policy.codec }),
    ...(policy.learner !== null && policy.scorer !== null && { training: true }),
  };
}

/**
 * What a lesson lends a baseline: its own corpus, and a speaker who is certain of each token and may be kept to some. Nothing
 * that an engine might lack is lacking, and there are no other questions.
 */
export function worldOfLesson(
  { chunks }: Pick<Lesson, 'chunks'>,
  { protocol, codec, wording }: Pick<LessonPlace, 'protocol' | 'codec'> & { readonly wording: Wording },
): BaselineWorld {
  const engine = { continuation: true, logprobs: codec, constraint: codec, training: true } as const;
  return { protocol, wording, chunks, train: [], ...engine };
}

/** The wording of a protocol's specification. */
export function wordingOf(spec: Kit['config']['protocol']): Wording {
  return spec.kind === 'without-search' ? spec.of.prompt : spec.prompt;
}
