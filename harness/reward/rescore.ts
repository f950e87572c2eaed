import type { Verdict } from '../core/verdict.ts';
import { extractAnswer } from './extract-answer.ts';
import { matchVerdict } from './match-verdict.ts';
import { type EpisodeScore, scoreEpisode } from './preset.ts';
import { publishedVerdict } from './published-verdict.ts';
import type { RescoreRow } from './rescore-row.ts';
import type { RewardPreset } from './reward-preset.ts';
import type { Scorable } from './reward.ts';
import { strictVerdict } from './strict-verdict.ts';

/** The rewards of one stored episode. */
export interface Rescored {
  readonly id: string | number;
  /** Every part of the preset, also those it does not pay; null for one that lacks what it needs. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** Weighted sum of the preset; null when a part with a weight is null. */
  readonly total: number | null;
  /** Why each null is null; absent when none is. */
  readonly missing?: Readonly<Record<string, string>>;
}

/**
 * Scores a stored episode again, without a model. Correctness follows the judge's stored reply where there is
 * one, read strictly under a preset with the strict judge and as published under any other; without a reply the
 * extracted answer is matched with the gold answers. A failed episode has no reward at all.
 */
export function rescore(preset: RewardPreset, row: RescoreRow): Rescored {
  const { parts, total } =
    row.outcome?.kind === 'failed' ? failedEpisode(preset) : scoreEpisode(preset, scorable(preset, row));
  const rewards: Record<string, number | null> = {};
  const missing: Record<string, string> = {};
  for (const [name, part] of Object.entries(parts)) {
    rewards[name] = 'missing' in part ? null : part.value;
    if ('missing' in part) missing[name] = part.missing;
  }
  const scored = { id: row.id, rewards, total };
  return Object.keys(missing).length === 0 ? scored : { ...scored, missing };
}

function scorable(preset: RewardPreset, row: RescoreRow): Scorable {
  const answers = goldAnswers(row);
  const verdict = storedVerdict(preset, row, answers);
  const chunk = goldChunk(row);
  const given = storedAnswer(row);
  return {
    id: String(row.id),
    question: typeof row.question === 'object' ? (row.question?.question ?? '') : (row.question ?? ''),
    answers,
    messages: row.messages,
    ...(chunk !== undefined && { chunkContent: chunk }),
    ...(row.supporting_paragraphs && { supportingParagraphs: row.supporting_paragraphs }),
    ...(verdict && { verdict }),
    ...(given !== undefined && { answer: given }),
  };
}

function goldAnswers({ answer, question }: RescoreRow): readonly string[] {
  if (typeof answer === 'string') return [answer];
  if (answer) return answer;
  return typeof question === 'object' && question !== null ? question.answers : [];
}

/** The answer that one of our own episodes was played to, null for none; undefined for foreign rows. */
function storedAnswer({ outcome }: RescoreRow): string | null | undefined {
  if (outcome?.kind === 'unanswered') return null;
  return outcome?.kind === 'answered' ? outcome.answer : undefined;
}

/** The gold chunk's text; null when the stored searches show that it was never returned, undefined when unknown. */
function goldChunk({ chunk_content: content, question, searches }: RescoreRow): string | null | undefined {
  if (typeof content === 'string') return content;
  if (typeof question !== 'object' || !question?.goldChunkId || !searches) return undefined;
  const documents = searches.flatMap((search) => search.documents);
  return documents.find(({ id }) => id === question.goldChunkId)?.text ?? null;
}

function storedVerdict(
  preset: RewardPreset,
  { judge, messages }: RescoreRow,
  answers: readonly string[],
): Verdict | undefined {
  if (typeof judge === 'string')
    return preset.judge === 'strict' ? strictVerdict(judge) : publishedVerdict(judge);
  return answers.length === 0 ? undefined : matchVerdict(extractAnswer(messages), answers);
}

function failedEpisode({ parts }: RewardPreset): EpisodeScore {
  const missing = { missing: 'field outcome: the episode failed' };
  return { parts: Object.fromEntries(parts.map(({ name }) => [name, missing])), total: null };
}
