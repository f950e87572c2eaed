import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { type Episode, episodeMessages } from '../../harness/core/episode.ts';
import { correctnessOf, judgeEpisode } from '../../harness/judge/judge.ts';
import { matchJudge } from '../../harness/judge/match.ts';
import { publishedJudge } from '../../harness/judge/model-judges.ts';
import type { CheckPlay, EpisodeJudge, PlayChoice } from '../../harness/reproduce/check/model-check.ts';
import { correctnessReward } from '../../harness/reward/correctness-reward.ts';
import { protocolOf } from '../../harness/rollout/index.ts';
import { type Kit, parseRunConfig, type RunConfig } from '../../harness/run/index.ts';
import { rezeroBase } from '../rezero/recipe.ts';
import { zerosearchBase } from '../zerosearch/recipe.ts';
import { type PromptSwitches, type PublishedPolicy, publishedPolicy } from './published-prompts.ts';

/** No training: sizes of a run that is never made. */
const scale = { seed: 1, profile: { seeds: [1], steps: 1, evaluateEvery: 1, checkpointEvery: 1 } };

/**
 * Limits of the published evaluation, of the code state of the 46.88 % run (`ReZero src/evaluation.py:151-186`,
 * `src/agent.py:116 @010957c`): 20 turns, 4096 tokens in all and in a turn, 8192 in the sequence, 2 documents a search.
 */
const rezeroLimits = {
  maxTurns: 20,
  maxNewTokens: 4096,
  maxTokensPerTurn: 4096,
  topK: 2,
  maxContextTokens: 8192,
} as const;

/**
 * Limits of ZeroSearch's evaluation: turns and documents as its README recommends, 500 tokens in a turn
 * (`ppo_trainer.yaml:183`, `train_reinforce.sh @2d4cdca`). Of a conversation that grows beyond 4096 tokens it keeps the
 * last ones; here it ends.
 */
const zerosearchLimits = {
  maxTurns: 5,
  maxNewTokens: 4096,
  maxTokensPerTurn: 500,
  topK: 5,
  maxContextTokens: 6144,
} as const;

/** Switches of the prompts by preset. */
const prompts: Readonly<Record<string, PromptSwitches>> = {
  corrected: { wrapping: 'once', header: 'template' },
  'authors-code': { wrapping: 'twice', header: 'policy' },
};

/** How a released model is played; see `ModelCheck`. */
export function playReleased(choice: PlayChoice): CheckPlay {
  return choice.arm.method === 'rezero' ? playRezero(choice) : playZerosearch(choice);
}

function configOf(base: RunConfig, { policy, search, tokensPerTurn }: PlayChoice): RunConfig {
  const { maxTokensPerTurn } = base.limits;
  return parseRunConfig({
    ...base,
    dataset: 'apollo13',
    policy,
    search,
    judge: { kind: 'match' },
    limits: {
      ...base.limits,
      maxTokensPerTurn: Math.min(tokensPerTurn ?? maxTokensPerTurn, maxTokensPerTurn),
    },
  });
}

function playRezero(choice: PlayChoice): CheckPlay {
  const switches = prompts[choice.preset];
  if (switches === undefined) throw new TwinZeroError('internal', `there is no preset ${choice.preset}`);
  const config = configOf(
    { ...rezeroBase(scale), protocol: { kind: 'rezero', prompt: 'instructions' }, limits: rezeroLimits },
    choice,
  );
  const asPublished = (kit: Kit): PublishedPolicy =>
    publishedPolicy(kit.policy, {
      ...switches,
      searchPrompt: (question) => protocolOf(config.protocol).prompt(question),
      judged: { maxContextTokens: config.limits.maxContextTokens, maxTokens: config.limits.maxTokensPerTurn },
    });
  return {
    config,
    // Temperature 0 (`evaluation.py:151-186 @010957c`).
    sampling: { temperature: 0 },
    beyond: { preset: choice.preset, ...switches },
    prepare(kit) {
      const { policy, overhead } = asPublished(kit);
      const maxContextTokens = config.limits.maxContextTokens - overhead;
      return { ...kit, policy, config: { ...kit.config, limits: { ...config.limits, maxContextTokens } } };
    },
    judges: (kit) => ({
      published: gated(judgedBy(publishedJudge(asPublished(kit).ask))),
      match: judgedBy(matchJudge),
    }),
  };
}

function playZerosearch(choice: PlayChoice): CheckPlay {
  const isPublished = choice.preset === 'authors-code';
  const config = configOf(
    {
      ...zerosearchBase(scale),
      protocol: {
        kind: 'search-r1',
        prompt: 'instructions',
        ...(isPublished && { stopOnTags: false, executeFinalSearch: true }),
      },
      limits: zerosearchLimits,
    },
    choice,
  );
  const { maxContextTokens, maxTokensPerTurn: maxTokens } = config.limits;
  return {
    config,
    // Validation of the published code samples (`generation.py:361-364,409-412 @2d4cdca`).
    sampling: isPublished ? { temperature: 1, topP: 0.95 } : { temperature: 0 },
    beyond: { preset: choice.preset },
    prepare: (kit) => kit,
    judges(kit) {
      const { ask } = publishedPolicy(kit.policy, {
        wrapping: 'once',
        header: 'template',
        searchPrompt: (question) => question,
        judged: { maxContextTokens, maxTokens },
      });
      return { published: judgedBy(publishedJudge(ask)), match: judgedBy(matchJudge) };
    },
  };
}

function judgedBy(judge: Parameters<typeof judgeEpisode>[1]): EpisodeJudge {
  return async (episode) => correctnessOf(await judgeEpisode(episode, judge));
}

/** The published accuracy is the mean of the correctness reward, whose last message must hold an answer and no search. */
function gated(judge: EpisodeJudge): EpisodeJudge {
  return async (episode) => {
    const correct = await judge(episode);
    return correct === true ? endsInAnswer(episode) : correct;
  };
}

function endsInAnswer(episode: Episode): boolean {
  const { id, question, answers } = episode.question;
  const messages = episodeMessages(episode);
  const reward = correctnessReward({ id, question, answers, messages, verdict: { kind: 'correct' } });
  return 'value' in reward && reward.value === 1;
}
