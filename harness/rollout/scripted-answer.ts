import type { Outcome } from '../core/episode.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { SearchScript } from '../data/dataset.ts';
import type { SearchBackend } from '../search/index.ts';
import { lastTurn } from './protocol-answer.ts';
import type { Protocol } from './protocols/protocol.ts';
import type { Answer, Tape } from './tape.ts';

/** Settings of `scriptedAnswer`. */
export interface ScriptedAnswerOptions {
  readonly script: SearchScript;
  /** Answers the written searches; default the episode's search. */
  readonly backend?: SearchBackend;
  /** Has the policy answer behind the last result; default one turn of its own, `lastTurn`. */
  readonly last?: (tape: Tape) => Promise<Outcome>;
}

/**
 * A method whose search turns are written for the policy, which then has one turn of its own: it measures what the
 * policy makes of results. A further search in that turn leaves the question unanswered (`turn-limit`).
 * @throws TwinZeroError `configuration` when a written turn is no search under the protocol.
 */
export function scriptedAnswer(
  protocol: Protocol,
  { script, backend, last = (tape) => lastTurn(protocol, tape) }: ScriptedAnswerOptions,
): Answer {
  return async (question, tape) => {
    tape.prompt(protocol.prompt(question.question));
    for (const text of await script(question)) {
      const written = protocol.keep(text);
      const action = protocol.parse(written, { cutShort: null, final: false });
      if (action.kind !== 'search')
        throw new TwinZeroError(
          'configuration',
          `the script of question ${question.id} writes a turn that is no search under protocol ${protocol.id}; leave the baseline out`,
        );
      tape.write(written);
      const documents = await tape.search(action.query, backend && { backend });
      tape.observe(protocol.observation(documents), protocol.observationAs);
    }
    return last(tape);
  };
}
