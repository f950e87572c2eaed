import type { Chunk } from '../core/chunk.ts';
import type { Episode } from '../core/episode.ts';
import type { Group } from '../core/group.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Verdict } from '../core/verdict.ts';
import { correctnessOf, judgeEpisode } from '../evaluate/judge-episode.ts';
import { scoreEpisode } from '../reward/preset.ts';
import type { Scorable } from '../reward/reward.ts';
import { episodeMessages } from '../rollout/episode-messages.ts';
import type { ScoredEpisode, ScoredGroup } from './scored-group.ts';
import type { Scoring } from './scoring.ts';

/**
 * Judges and rewards every episode of a group; a failed episode, or one whose judge failed, gets null.
 * @throws TwinZeroError `data` when a paid reward lacks what it needs for another reason.
 */
export async function scoreGroup(group: Group, scoring: Scoring): Promise<ScoredGroup> {
  const scored: ScoredEpisode[] = [];
  // One after the other; groups are scored side by side, which bounds what a judge is asked at once.
  for (const episode of group.episodes) scored.push(await scoreOne(episode, scoring));
  return { group, scored, rewards: scored.map(({ reward }) => reward) };
}

async function scoreOne(episode: Episode, scoring: Scoring): Promise<ScoredEpisode> {
  const verdict = await judgeEpisode(episode, scoring.judge);
  const { preset } = scoring;
  if (verdict === null || verdict.kind === 'unanswerable') {
    const parts = Object.fromEntries(preset.parts.map(({ name }) => [name, null]));
    return { episode, verdict, correct: null, parts, reward: null };
  }
  const { parts, total } = scoreEpisode(preset, scorable(episode, verdict, scoring));
  const missing = Object.entries(parts).find(([, part]) => 'missing' in part);
  if (total === null)
    throw new TwinZeroError(
      'data',
      `reward ${missing?.[0]} of preset ${preset.name} cannot be computed for episode ${episode.id}: ` +
        `it lacks ${missing !== undefined && 'missing' in missing[1] ? missing[1].missing : 'a value'}; choose another preset`,
    );
  return {
    episode,
    verdict,
    correct: correctnessOf(verdict),
    parts: Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, 'missing' in part ? null : part.value]),
    ),
    reward: total,
  };
}

function scorable(episode: Episode, verdict: Verdict, { chunks }: Scoring): Scorable {
  const { id, question } = episode;
  const chunk = chunks.get(question.goldChunkId);
  return {
    id,
    question: question.question,
    answers: question.answers,
    messages: episodeMessages(episode),
    answer: episode.outcome.kind === 'answered' ? episode.outcome.answer : null,
    verdict,
    ...(chunk !== undefined && { chunkContent: chunk.text, supportingParagraphs: paragraphs(chunk) }),
  };
}

/** A chunk cut at blank lines, as ReZero's data hold it (`generate_data.py:361 @20fb677`). */
function paragraphs({ text }: Chunk): string[] {
  return text
    .split(/\n\s*\n/u)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
