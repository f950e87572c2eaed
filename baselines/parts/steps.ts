import { pythonStrip } from '../../harness/core/python-text.ts';
import { neutraliseTags, type Protocol, type Tape } from '../../harness/rollout/index.ts';

/** One step towards an answer: what the policy wrote, and what was found for it. */
export interface Step {
  readonly said: string;
  /** The text that shows what was found; null for the step that answers. */
  readonly shown: string | null;
  /** Its query or answer. */
  readonly subject: string;
}

/** A question and the steps that were taken. */
export interface Steps {
  readonly question: string;
  readonly steps: readonly Step[];
}

/** Repeats steps on a tape that is not begun, so that the policy goes on behind them. */
export function resume(tape: Tape, { question, steps }: Steps, protocol: Protocol): void {
  tape.prompt(protocol.prompt(question));
  for (const { said, shown } of steps) {
    tape.write(said);
    if (shown !== null) tape.observe(shown, protocol.observationAs);
  }
}

/** Settings of one step; its temperature by default that of the episode. */
export interface StepOptions {
  readonly temperature?: number;
  /** Documents of a search. */
  readonly topK: number;
}

/** The next step of the policy; null where it takes no usable action, or no room is left for one. */
export async function takeStep(
  tape: Tape,
  protocol: Protocol,
  { topK, ...sampling }: StepOptions,
): Promise<Step | null> {
  const { turns, newTokens, contextTokens } = tape.left;
  if (turns === 0 || newTokens < 0 || contextTokens === 0) return null;
  const { stopStrings } = protocol;
  const { text, cutShort } = await tape.say({
    ...sampling,
    keep: (said) => protocol.keep(said),
    open: protocol.observationAs === 'continuation',
    ...(stopStrings.length > 0 && { stopStrings }),
  });
  const action = protocol.parse(text, { cutShort, final: false });
  if (action.kind === 'answer')
    return action.answer === '' ? null : { said: text, shown: null, subject: action.answer };
  if (action.kind !== 'search') return null;
  const shown = protocol.observation(await tape.search(action.query, { topK }));
  tape.observe(shown, protocol.observationAs);
  return { said: text, shown, subject: pythonStrip(action.query) };
}

/** The question with the steps below it, in which nothing can pass for a tag. */
export function stepsAsText({ question, steps }: Steps): string {
  const lines = steps.flatMap(({ said, shown }) => (shown === null ? [said] : [said, shown]));
  return [`Question: ${question}`, ...lines.map(withoutTags)].join('\n');
}

function withoutTags(text: string): string {
  return neutraliseTags(text.replaceAll(/<\/?(?:think|search|information|answer)>/gu, '')).trimEnd();
}
