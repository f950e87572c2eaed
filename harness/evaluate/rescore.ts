import { z } from 'zod';
import { rowId } from '../core/parse-json.ts';
import { extractAnswer } from '../core/tag-bodies.ts';
import type { Verdict } from '../core/verdict.ts';
import { matchVerdict } from '../judge/match.ts';
import { publishedVerdict, strictVerdict } from '../judge/model-judges.ts';
import { type EpisodeScore, type RewardSet, scoreEpisode } from '../reward/rewards.ts';
import type { Scorable } from '../reward/reward.ts';

const text = z.string();
const texts = z.array(text).readonly();

/** The question of one of our own stored episodes. */
const storedQuestion = z.object({ question: text, answers: texts, goldChunkId: text.nullish() });

/** A search of one of our own stored episodes. */
const storedSearch = z.object({ documents: z.array(z.object({ id: text, text })).readonly() });

/**
 * A stored episode as `rescore` takes it, ours or foreign; fields it does not know pass unread. The gold answer stands in
 * `answer`, the gold chunk in `chunk_content`; in our own store in `question.answers` and among the documents of
 * `searches`.
 */
export const rescoreRow = z.object({
  id: rowId,
  question: z.union([text, storedQuestion]).nullish(),
  answer: z.union([text, texts]).nullish(),
  supporting_paragraphs: texts.nullish(),
  chunk_content: text.nullish(),
  messages: z.array(z.object({ role: text, content: text })).readonly(),
  /** The judge's raw reply. */
  judge: text.nullish(),
  /** Every search of one of our own episodes; another shape under this name is not read. */
  searches: z.array(storedSearch).readonly().nullish().catch(undefined),
  /** Outcome of one of our own episodes; a failed one has no reward. Another shape is not read. */
  outcome: z
    .looseObject({ kind: text, answer: text.optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});

/** A `rescoreRow`. */
export type RescoreRow = Readonly<z.infer<typeof rescoreRow>>;

/** The rewards of one stored episode. */
export interface Rescored {
  readonly id: string | number;
  /** Every part of the preset, also those it does not pay; null for one that lacks what it needs. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** Weighted sum of the preset; null when a part with a weight is null. */
  readonly total: number | null;
  /** Reason for each null; absent when there is none. */
  readonly missing?: Readonly<Record<string, string>>;
}

/**
 * Scores a stored episode again, without a model. Correctness follows the judge's stored reply where there is
 * one, read strictly under a preset with the strict judge and as published under any other; without a reply the
 * answer is matched with the gold answers: of our own episodes the one they were played to, as in training, of others
 * the extracted one. A failed episode has no reward at all.
 */
export function rescore(preset: RewardSet, row: RescoreRow): Rescored {
  const { parts, total } =
    row.outcome?.kind === 'failed'
      ? failedEpisode(preset)
      : scoreEpisode(preset.rewards, scorable(preset, row), preset.own);
  const rewards: Record<string, number | null> = {};
  const missing: Record<string, string> = {};
  for (const [name, part] of Object.entries(parts)) {
    rewards[name] = 'missing' in part ? null : part.value;
    if ('missing' in part) missing[name] = part.missing;
  }
  const scored = { id: row.id, rewards, total };
  return Object.keys(missing).length === 0 ? scored : { ...scored, missing };
}

function scorable(preset: RewardSet, row: RescoreRow): Scorable {
  const answers = goldAnswers(row);
  const given = storedAnswer(row);
  const answer = given === undefined ? extractAnswer(row.messages) : given;
  const verdict = storedVerdict(preset, row, { answer, golds: answers });
  const chunk = goldChunk(row);
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
  preset: RewardSet,
  { judge }: RescoreRow,
  { answer, golds }: { readonly answer: string | null; readonly golds: readonly string[] },
): Verdict | undefined {
  if (typeof judge === 'string')
    return preset.judge === 'strict' ? strictVerdict(judge) : publishedVerdict(judge);
  return golds.length === 0 ? undefined : matchVerdict(answer, golds);
}

function failedEpisode({ rewards }: RewardSet): EpisodeScore {
  const missing = { missing: 'field outcome: the episode failed' };
  return { parts: Object.fromEntries(rewards.map(({ name }) => [name, missing])), total: null };
}
