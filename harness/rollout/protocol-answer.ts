import { answered, type Outcome, unanswered } from '../core/episode.ts';
import type { Action, Protocol } from './protocols/protocol.ts';
import type { Answer, Tape } from './tape.ts';

/**
 * The method of a protocol: the policy writes, the protocol reads its text, searches are answered, until an answer, a
 * dead end or a limit (ReZero `agent.py:141-186 @20fb677`; ZeroSearch `generation.py:337-452`).
 */
export function protocolAnswer(protocol: Protocol): Answer {
  return async ({ question }, tape) => {
    tape.prompt(protocol.prompt(question));
    const { turns } = tape.left;
    const generations = turns + (protocol.finalGeneration === 'none' ? 0 : 1);
    for (let i = 0; i < generations; i += 1) {
      const outcome = await playTurn(protocol, tape, { final: i === turns });
      if (outcome !== null) return outcome;
      if (tape.left.newTokens < 0 || tape.left.contextTokens === 0) return unanswered('token-limit');
    }
    return unanswered('turn-limit');
  };
}

/** One turn of the policy and what follows it; null when the episode goes on. */
async function playTurn(
  protocol: Protocol,
  tape: Tape,
  { final }: { readonly final: boolean },
): Promise<Outcome | null> {
  const action = await act(protocol, tape, { final });
  if (action.kind === 'answer') return answered(action.answer);
  if (action.kind === 'end') return unanswered(action.reason);
  if (action.kind === 'invalid') {
    tape.observe(action.correction, protocol.observationAs);
    return null;
  }
  if (final && protocol.finalGeneration === 'without-search') return unanswered('turn-limit');
  const documents = await tape.search(action.query);
  if (final) return unanswered('turn-limit');
  tape.observe(protocol.observation(documents), protocol.observationAs);
  return null;
}

/** The only turn that is left to the policy: its answer; a search in it comes too late and is not made. */
export async function lastTurn(protocol: Protocol, tape: Tape): Promise<Outcome> {
  const action = await act(protocol, tape, { final: protocol.finalGeneration !== 'none' });
  if (action.kind === 'answer') return answered(action.answer);
  return unanswered(action.kind === 'end' ? action.reason : 'turn-limit');
}

/** Has the policy write a turn under `protocol` and reads what it asks for. */
async function act(protocol: Protocol, tape: Tape, { final }: { readonly final: boolean }): Promise<Action> {
  const { stopStrings } = protocol;
  const { text, cutShort } = await tape.say({
    keep: (said) => protocol.keep(said),
    open: protocol.observationAs === 'continuation',
    final,
    ...(stopStrings.length > 0 && { stopStrings }),
  });
  return protocol.parse(text, { cutShort, final });
}
