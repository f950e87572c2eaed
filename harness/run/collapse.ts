import { mean } from '../statistics/interval.ts';

/** Figures of one step that the collapse rule looks at. */
export interface CollapseSignal {
  readonly step: number;
  /** Share of judged episodes that were correct; null when none was judged. */
  readonly correctShare: number | null;
  /** Share of episodes with a reward that ended in an answer; null when none has one. */
  readonly answeredShare: number | null;
}

const windowSteps = 5;
const smallestPeak = 0.2;
const fewestAnswers = 0.5;

/** The rule below in words, for reports. */
export const collapseSignalRule =
  'training has collapsed at the first step where, over the last 5 steps, mean correctness is under half of its highest such mean so far, that peak being at least 0.2, or the mean answered share is under 0.5 after having been at least that';

/**
 * The first step at which training collapsed by `collapseSignalRule`, null where it did not; ours.
 *
 * ReZero's runs fall to 0 % within 200 steps of their peak (rezero, `docs/experiment-log.md`); half of the
 * peak over five steps sees that early and is wider than the noise of some hundred episodes.
 * @param signals in ascending steps.
 */
export function collapseOf(signals: readonly CollapseSignal[]): number | null {
  let peak = 0;
  let answeredOnce = false;
  for (let end = windowSteps; end <= signals.length; end += 1) {
    const window = signals.slice(end - windowSteps, end);
    const correct = mean(window.flatMap(({ correctShare }) => correctShare ?? []));
    const answered = mean(window.flatMap(({ answeredShare }) => answeredShare ?? []));
    // A window in which every episode failed says nothing about the policy.
    if (correct === null || answered === null) continue;
    const forgot = peak >= smallestPeak && correct < peak / 2;
    const silent = answeredOnce && answered < fewestAnswers;
    if (forgot || silent) return window.at(-1)?.step ?? null;
    peak = Math.max(peak, correct);
    answeredOnce ||= answered >= fewestAnswers;
  }
  return null;
}
