import { type Episode, type Outcome, unanswered } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type OpenTape, openTape } from './open-tape.ts';
import { protocolAnswer } from './protocol-answer.ts';
import { type EpisodeOptions, LimitReached } from './tape.ts';

/**
 * Plays one question to its end: lends the method a tape and keeps what it recorded. A limit it ran into makes the
 * episode `unanswered`, a TwinZeroError of kind `engine` or `search` makes it `failed`, with everything up to it kept.
 * @throws TwinZeroError `configuration` when the prompt leaves no room in the context; whatever else is thrown
 * passes through, for playing on would not mend it.
 */
export async function playEpisode(question: Question, options: EpisodeOptions): Promise<Episode> {
  const { id, sample, protocol, answer = protocolAnswer(protocol) } = options;
  const tape = openTape(question, options);
  const outcome = await outcomeOf(() => answer(question, tape));
  const sides = branchesOf(tape);
  return {
    id,
    question,
    sample,
    turns: [...tape.turns],
    searches: [tape, ...sides].flatMap(({ searches }) => searches),
    outcome,
    ...(sides.length > 0 && { branches: sides.map(({ turns }) => [...turns]) }),
  };
}

/** Every side conversation, each before its own. */
function branchesOf(tape: OpenTape): OpenTape[] {
  return tape.branches.flatMap((side) => [side, ...branchesOf(side)]);
}

async function outcomeOf(play: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await play();
  } catch (error) {
    if (error instanceof LimitReached) return unanswered(error.reason);
    const lost = error instanceof TwinZeroError && (error.kind === 'engine' || error.kind === 'search');
    if (!lost) throw error;
    return { kind: 'failed', error: { kind: error.kind, message: error.message } };
  }
}
