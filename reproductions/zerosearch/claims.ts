import { normaliseAnswer } from '../../harness/core/answer-match.ts';
import { directionRule, evaluateDifference } from '../../harness/report/claims/difference-claim.ts';
import { evaluateImprovement, improvementRule } from '../../harness/report/claims/improvement-claim.ts';
import {
  evaluateNonInferiority,
  nonInferiorityRule,
} from '../../harness/report/claims/non-inferiority-claim.ts';
import { comparableRule } from '../../harness/report/measure/arm-pairs.ts';
import {
  accuracy,
  evaluationAt,
  evaluationsOf,
  type Measure,
  type Score,
  scoresOf,
} from '../../harness/report/measure/score.ts';
import { chosenStep } from '../../harness/report/measure/summarise-run.ts';
import type { Claim } from '../../harness/report/report.ts';
import type { Run } from '../../harness/run/read-run.ts';

/** What the paper's tables say of each claim, in shares: 0.0166 is 1.66 points. */
export interface ClaimedEffects {
  readonly largestMinusReal: number;
  readonly largestMinusSmallest: number;
  readonly curriculumMinusFixed: number;
  readonly maskedMinusUnmasked: number;
}

/** Before the first run of any arm but the real search; a later change of a rule must move this date and say why. */
const fixedOn = '2026-11-21';

/** Five points: three times what separates the paper's best simulator from Google. */
const margin = 0.05;

const bootstrapRule =
  'Interval of a difference: 95 % percentile bootstrap over seeds and over held-out chunks with all their questions.';
const atChosenStep =
  'held-out accuracy under real search at the step chosen on dev, paired by question and seed';

/** ZeroSearch's claims with the rules that judge them. */
export function zerosearchClaims(effects: ClaimedEffects): readonly Claim[] {
  return [
    replacesRealSearch(),
    higher({
      id: 'largest-beats-real',
      statement: 'The largest simulator does better than real search.',
      paper: 'SFT-14B 34.47 against Google 32.81 (table 4)',
      control: 'real',
      paperEffect: effects.largestMinusReal,
    }),
    higher({
      id: 'larger-simulators-do-better',
      statement: 'Larger simulators train better policies.',
      paper: 'SFT-3B 30.47, SFT-7B 33.53, SFT-14B 34.47 (table 4)',
      control: 'simulator-s',
      paperEffect: effects.largestMinusSmallest,
    }),
    higher({
      id: 'tuning-helps',
      statement: 'A fine-tuned simulator does better than a prompted one of the same size.',
      paper: 'SFT-14B 34.47 against Prompt-14B 31.50 (table 4)',
      control: 'prompted',
      paperEffect: null,
    }),
    higher({
      id: 'curriculum-beats-random',
      statement: 'The curriculum does better than a noise fixed at one half.',
      paper: 'Curriculum 34.47 against Random 32.59, Qwen2.5-3B-base (table 6)',
      control: 'fixed',
      paperEffect: effects.curriculumMinusFixed,
    }),
    higher({
      id: 'masking-helps',
      statement: 'Leaving document tokens out of the loss helps.',
      paper: 'with mask 36.07, without 34.53, LLaMA-3.2-3B-base (table 7)',
      control: 'unmasked',
      paperEffect: effects.maskedMinusUnmasked,
    }),
    avoidsLengthHacking(),
    improves({
      id: 'works-with-each-algorithm',
      statement: 'Training on a simulator works with REINFORCE, GRPO, REINFORCE++ and PPO.',
      paper: 'REINFORCE 34.47, GRPO 33.17, PPO 32.67 against 8.82 without RL (tables 4 and 5)',
      arms: ['simulator-l', 'grpo', 'reinforce-plus-plus', 'ppo'],
    }),
    improves({
      id: 'works-from-both-starts',
      statement: 'Training on a simulator works from a base and from a demonstration-tuned start.',
      paper: 'ZeroSearch-base 34.47 and ZeroSearch-inst 31.70, Qwen2.5-3B (table 3)',
      arms: ['simulator-l', 'base-start'],
    }),
  ];
}

function replacesRealSearch(): Claim {
  return {
    id: 'replaces-real-search',
    statement: 'A simulator can replace real search in training.',
    paper: 'SFT-14B 34.47 against Google 32.81, Qwen2.5-3B-base (table 4)',
    rule: `Compared: ${atChosenStep}; simulator L minus real search. ${nonInferiorityRule(margin)}.`,
    commonRules: [bootstrapRule, comparableRule],
    fixedOn,
    evaluate: (results) =>
      evaluateNonInferiority(
        {
          id: 'replaces-real-search',
          comparison: { treatment: 'simulator-l', control: 'real' },
          scores: (run) => scoresAt(run, chosenStep(run), accuracy),
          margin,
        },
        results,
      ),
  };
}

function avoidsLengthHacking(): Claim {
  return {
    id: 'f1-avoids-length-hacking',
    statement: 'F1 as the reward avoids the long answers that a containment reward invites.',
    paper: 'section 3.5; no number published',
    rule: 'Compared: words of the answer per answered held-out question at the last step, paired by question and seed; sub-EM reward minus F1 reward.',
    commonRules: [directionRule, bootstrapRule, comparableRule],
    fixedOn,
    evaluate: (results) =>
      evaluateDifference(
        {
          id: 'f1-avoids-length-hacking',
          comparison: { treatment: 'reward-sub-em', control: 'simulator-l' },
          scores: (run) => scoresAt(run, evaluationsOf(run, 'held-out').at(-1)?.step ?? null, answerWords),
          paired: true,
          unit: 'count',
          paperEffect: null,
        },
        results,
      ),
  };
}

function higher({
  id,
  statement,
  paper,
  control,
  paperEffect,
}: Pick<Claim, 'id' | 'statement' | 'paper'> & {
  readonly control: string;
  readonly paperEffect: number | null;
}): Claim {
  return {
    id,
    statement,
    paper,
    rule: `Compared: ${atChosenStep}; simulator L minus ${control}.`,
    commonRules: [directionRule, bootstrapRule, comparableRule],
    fixedOn,
    evaluate: (results) =>
      evaluateDifference(
        {
          id,
          comparison: { treatment: 'simulator-l', control },
          scores: (run) => scoresAt(run, chosenStep(run), accuracy),
          paired: true,
          unit: 'share',
          paperEffect,
        },
        results,
      ),
  };
}

function improves({
  id,
  statement,
  paper,
  arms,
}: Pick<Claim, 'id' | 'statement' | 'paper'> & { readonly arms: readonly string[] }): Claim {
  return {
    id,
    statement,
    paper,
    rule: `Arms: ${arms.join(', ')}. ${improvementRule}.`,
    commonRules: [bootstrapRule],
    fixedOn,
    evaluate: (results) => evaluateImprovement(results, arms),
  };
}

/** Normalised words of the answer; a question without an answer does not count. */
const answerWords: Measure = ({ answer }) => {
  if (answer === null) return { sum: 0, count: 0 };
  const words = normaliseAnswer(answer).split(' ');
  return { sum: words.filter((word) => word !== '').length, count: 1 };
};

function scoresAt(run: Run, step: number | null, measure: Measure): readonly Score[] | null {
  const evaluation = evaluationAt(run, 'held-out', step);
  return evaluation === undefined ? null : scoresOf(evaluation.outcomes, measure);
}
