import type { ZerosearchSwitches } from './zerosearch-switches.ts';

/** What the answer rewards do otherwise than ZeroSearch's code, given its switched-on behaviour; `id: sentence`. */
export function zerosearchDeviations(switches: ZerosearchSwitches = {}): string[] {
  const deviations = [
    'answer-from-policy: the answer scored is the one the protocol acted on; as published it is the last answer span of the whole text, prompt and documents included.',
  ];
  if (switches.emIsSubstring !== true)
    deviations.push(
      'em-is-equality: EM is equality after normalisation and sub-EM stands beside it; as published containment counts as EM.',
    );
  if (switches.beijingDefault !== true)
    deviations.push(
      "no-answer-no-reward: an episode without an answer scores 0; as published it is scored as the answer Beijing, the prompt's example.",
    );
  return deviations;
}
