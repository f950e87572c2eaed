import type { RewardName, RewardSet, RewardSpec } from '../../harness/reward/rewards.ts';

/** Weights of the rewards that can be paid; one left out is measured only. */
type Weights = Readonly<Partial<Record<'f1' | 'em' | 'sub_em', number>>>;

/** Behaviour of the published code, each switch apart from the other. */
interface Switches {
  /** Containment counts as EM (`qa_em.py:87 @2d4cdca`). */
  readonly emIsSubstring?: true;
  /** An episode without an answer is scored as the answer of the prompt's example (`qa_em.py:106-117 @2d4cdca`). */
  readonly beijingDefault?: true;
}

/**
 * F1, EM and sub-EM with the given weights, and what the policy wrote, whatever the switches.
 *
 * DEVIATION(em-is-equality): what the published code calls EM is containment, here `sub-em` (`qa_em.py:81-92 @2d4cdca`).
 * DEVIATION(no-answer-no-reward): an episode without an answer earns 0.
 */
export function answerRewards(paid: Weights, switches: Switches = {}): RewardSpec[] {
  const scored = (name: RewardName): RewardSpec['reward'] =>
    switches.beijingDefault === true ? { kind: 'default-answer', answer: 'Beijing', of: name } : name;
  return [
    { name: 'f1', weight: paid.f1 ?? 0, reward: scored('f1') },
    { name: 'em', weight: paid.em ?? 0, reward: scored(switches.emIsSubstring === true ? 'sub-em' : 'em') },
    { name: 'sub_em', weight: paid.sub_em ?? 0, reward: scored('sub-em') },
    { name: 'answer_words', weight: 0, reward: 'answer-words' },
    { name: 'padding_words', weight: 0, reward: 'padding-words' },
  ];
}

function set(paid: Weights, switches: Switches = {}): RewardSet {
  return { rewards: answerRewards(paid, switches), judge: 'match' };
}

/**
 * ZeroSearch's combinations, a line each. The paper pays F1 alone, no format, length or invalid-action term
 * (section 3.5); EM and sub-EM in its place are its section 4.1 and its code. `-authors` has both switches.
 */
export const rewardSets = {
  'zerosearch-f1': set({ f1: 1 }),
  'zerosearch-em': set({ em: 1 }),
  'zerosearch-sub-em': set({ sub_em: 1 }),
  'zerosearch-f1-authors': set({ f1: 1 }, { emIsSubstring: true, beijingDefault: true }),
  'zerosearch-f1-em-is-substring': set({ f1: 1 }, { emIsSubstring: true }),
  'zerosearch-f1-beijing-default': set({ f1: 1 }, { beijingDefault: true }),
} satisfies Readonly<Record<string, RewardSet>>;
