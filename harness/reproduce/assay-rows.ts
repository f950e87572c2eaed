import { type Episode, episodeMessages } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import type { PolicyAims, ShareRange, Split } from '../data/dataset.ts';
import { formatReward } from '../reward/format-reward.ts';
import { clusteredShare } from '../statistics/clustered-share.ts';
import type { Tally } from '../statistics/crossed-interval.ts';
import type { Interval } from '../statistics/interval.ts';

/** One scored episode. */
export interface AssayPlay {
  readonly episode: Episode;
  readonly correct: boolean;
}

/** Settings of an assay's rows. */
export interface AssayRowOptions {
  /** Episodes a question, as many as were asked for. */
  readonly samples: number;
  /** True where the format reward is paid: an answer must earn it; else every answer that the protocol took is in format. */
  readonly formatted: boolean;
  /** Default none. */
  readonly aims?: PolicyAims | undefined;
}

/** One question with all that was played of it; episodes without a score are left out. */
export interface AssayedQuestion {
  readonly question: Question;
  readonly split: Split | 'train';
  /** At the temperature of training. */
  readonly sampled: readonly AssayPlay[];
  /** Null where it has no score. */
  readonly greedy: AssayPlay | null;
  /** Greedy and handed the needed chunks; null where it has no score, or the data set no searches to hand them by. */
  readonly handed: AssayPlay | null;
}

/** One property of a policy. */
export interface AssayRow {
  /** E.g. `accuracy/dev`, `again-after-miss`, `success/alias`. */
  readonly id: string;
  readonly property: string;
  /** 0 to 1, chunks taken as the sample; null where fewer than two of them count. */
  readonly share: Interval | null;
  /** Episodes, decisions or questions that count. */
  readonly cases: number;
  /** Questions with a case. */
  readonly questions: number;
  readonly aim: ShareRange | null;
  /** True where the estimate is within the aim; null without either. */
  readonly met: boolean | null;
}

/** A property and its tally of one question. */
interface Property {
  readonly id: string;
  readonly property: string;
  readonly of: readonly AssayedQuestion[];
  readonly tally: (asked: AssayedQuestion) => Tally;
}

/**
 * The rows of a policy's assay; pure. Accuracy has a row for each split; everything else is of training and dev
 * questions alone, so that a policy can be made by it without a look at the held-out ones.
 */
export function assayRows(
  asked: readonly AssayedQuestion[],
  { samples, formatted, aims }: AssayRowOptions,
): AssayRow[] {
  const open = asked.filter(({ split }) => split !== 'held-out');
  const kinds = [...new Set(open.map(({ question }) => question.kind))].sort();
  const properties = [...accuracies(asked), ...habits(open, formatted), ...byKind(open, { kinds, samples })];
  return properties.map((property) => {
    const aim = aims?.shares[property.id];
    if (aim === undefined || (property.id.startsWith('exploration/') && samples !== aims?.samples))
      return rowOf(property, null);
    // Where the format is not paid, nothing is lost by keeping it always.
    return rowOf(property, property.id === 'format' && !formatted ? [aim[0], 1] : aim);
  });
}

function accuracies(asked: readonly AssayedQuestion[]): Property[] {
  return (['train', 'dev', 'held-out'] as const).flatMap((split) => {
    const of = asked.filter((one) => one.split === split);
    if (of.length === 0) return [];
    return [
      { id: `accuracy/${split}`, property: `sampled accuracy, ${split}`, of, tally: successes },
      {
        id: `greedy/${split}`,
        property: `greedy accuracy, ${split}`,
        of,
        tally: ({ greedy }: AssayedQuestion) => count(greedy, ({ correct }) => correct),
      },
    ];
  });
}

function habits(of: readonly AssayedQuestion[], formatted: boolean): Property[] {
  return [
    {
      id: 'format',
      property: 'answered in format, sampled',
      of,
      tally: sampled(({ episode }) => inFormat(episode, formatted)),
    },
    {
      id: 'reading',
      property: 'right when handed the needed chunks, greedy',
      of,
      tally: ({ handed }) => count(handed, ({ correct }) => correct),
    },
    {
      id: 'never-searches',
      property: 'never searches, sampled',
      of,
      tally: sampled(({ episode }) => episode.searches.length === 0),
    },
    { id: 'again-after-miss', property: 'searches again after a miss, sampled', of, tally: after('miss') },
    { id: 'follows-bridge', property: 'follows a bridge, sampled', of, tally: after('bridge') },
  ];
}

function sampled(holds: (play: AssayPlay) => boolean): Property['tally'] {
  return (asked) => shareOf(asked.sampled, holds);
}

function after(seen: Decision['seen']): Property['tally'] {
  return (asked) => {
    const decisions = asked.sampled.flatMap(({ episode }) => decisionsOf(episode));
    return shareOf(
      decisions.filter((one) => one.seen === seen),
      ({ searched }) => searched,
    );
  };
}

function byKind(
  of: readonly AssayedQuestion[],
  { kinds, samples }: { readonly kinds: readonly string[]; readonly samples: number },
): Property[] {
  const ofKind = (kind: string): AssayedQuestion[] => of.filter(({ question }) => question.kind === kind);
  return [
    ...kinds.map((kind) => ({
      id: `exploration/${kind}`,
      property: `at least one of ${samples} samples right, ${kind}`,
      of: ofKind(kind),
      tally: ({ sampled: plays }: AssayedQuestion) =>
        shareOf(plays.length === 0 ? [] : [plays], (all) => all.some(({ correct }) => correct)),
    })),
    ...kinds.map((kind) => ({
      id: `success/${kind}`,
      property: `one sample right, ${kind}`,
      of: ofKind(kind),
      tally: successes,
    })),
  ];
}

/** What the policy did on a search's documents. */
interface Decision {
  /** `gold`: the chunk with the answer; `bridge`: another needed chunk; `miss`: neither. */
  readonly seen: 'gold' | 'bridge' | 'miss';
  /** True where it searched again; after a bridge only with another query, as the same one leads nowhere. */
  readonly searched: boolean;
}

/** Its decisions in order; a search that a limit let nothing follow left none to take. None where the gold chunk is unknown. */
function decisionsOf({ question, searches, outcome }: Episode): Decision[] {
  if (question.goldChunkId === null) return [];
  const stopped =
    outcome.kind === 'unanswered' && (outcome.reason === 'turn-limit' || outcome.reason === 'token-limit');
  return searches.slice(0, stopped ? -1 : undefined).map(({ query, documents, goldRank }, i) => {
    const next = searches[i + 1];
    const bridged = documents.some(({ id }) => question.chunkIds.includes(id));
    const seen = goldRank !== null ? 'gold' : bridged ? 'bridge' : 'miss';
    return { seen, searched: next !== undefined && (seen !== 'bridge' || next.query !== query) };
  });
}

function inFormat({ id, question, turns, outcome }: Episode, formatted: boolean): boolean {
  if (outcome.kind !== 'answered') return false;
  if (!formatted) return true;
  const { question: text, answers } = question;
  const reward = formatReward({ id, question: text, answers, messages: episodeMessages({ turns }) });
  return 'value' in reward && reward.value === 1;
}

const successes = sampled(({ correct }) => correct);

function count(play: AssayPlay | null, holds: (play: AssayPlay) => boolean): Tally {
  return shareOf(play === null ? [] : [play], holds);
}

function shareOf<Case>(cases: readonly Case[], holds: (one: Case) => boolean): Tally {
  return { sum: cases.filter(holds).length, count: cases.length };
}

function rowOf({ id, property, of, tally }: Property, aim: ShareRange | null): AssayRow {
  const clusters = new Map<string, Tally>();
  let [cases, questions] = [0, 0];
  for (const asked of of) {
    const own = tally(asked);
    const chunk = asked.question.goldChunkId ?? asked.question.id;
    const sofar = clusters.get(chunk) ?? { sum: 0, count: 0 };
    clusters.set(chunk, { sum: sofar.sum + own.sum, count: sofar.count + own.count });
    cases += own.count;
    questions += Number(own.count > 0);
  }
  const share = clusteredShare([...clusters.values()]);
  const met = aim === null || share === null ? null : share.estimate >= aim[0] && share.estimate <= aim[1];
  return { id, property, share, cases, questions, aim, met };
}
