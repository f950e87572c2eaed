import type { LocatedQuestion } from '../../../harness/core/question.ts';
import type { Random } from '../../../harness/core/random.ts';
import { keyParts, type NamedPart, partWord, renamed } from './named-part.ts';
import type { IncidentUnit } from './plan-incidents.ts';
import type { QuestionDraws } from './question-draws.ts';
import {
  caseAsks,
  recurrenceAsks,
  singleAsks,
  troublePhrases,
  troubleStatements,
} from './question-templates.ts';
import { answerTypes } from './world-facts.ts';
import type { AnswerType, Incident, PosedQuestion } from './world.ts';
import { fillTemplate } from './write-chunk.ts';

/** Gives `count` of the parts, component first, their other name; a single one is the component as often as drawn. */
export function renameParts(
  parts: readonly NamedPart[],
  count: 0 | 1 | 2,
  { random, draws }: { readonly random: Random; readonly draws: QuestionDraws },
): NamedPart[] {
  const indices = parts.map((_, index) => index);
  const pool = count === 1 ? (draws.renamedComponent() ? [0] : indices.slice(1)) : indices;
  const chosen = new Set(random.shuffle(pool).slice(0, count));
  return parts.map((part, index) => (chosen.has(index) ? renamed(part) : part));
}

/** A question with its structure. */
export interface WorldQuestion {
  readonly question: LocatedQuestion;
  readonly posed: PosedQuestion;
}

/** A question before it is put into words. */
interface Plan {
  readonly kind: string;
  readonly given: readonly NamedPart[];
  readonly hop: PosedQuestion['hop'];
  readonly chunks: readonly Incident[];
}

const asks = { single: singleAsks, recurrence: recurrenceAsks, case: caseAsks } as const;

/** Poses the two questions of each chunk of a unit, about two different values. */
export function poseQuestions(random: Random, unit: IncidentUnit, draws: QuestionDraws): WorldQuestion[] {
  return unit.chunks.flatMap((chunk) => {
    const types = random.shuffle(answerTypes).slice(0, 2);
    return types.map((answerType, index) => {
      const plan = planQuestion(unit, chunk, { random, draws });
      const id = `${chunk.chunkId.replace('c', 'q')}${'ab'.charAt(index)}`;
      return putIntoWords(random, plan, { answerType, id });
    });
  });
}

function planQuestion(
  unit: IncidentUnit,
  chunk: Incident,
  options: { readonly random: Random; readonly draws: QuestionDraws },
): Plan {
  const { draws } = options;
  const [first] = unit.chunks;
  const parts = keyParts(first.key);
  if (unit.role === 'partial') {
    const given = parts.filter(({ part }) => part === 'component' || part === unit.lone);
    return {
      kind: 'partial',
      given: renameParts(given, draws.partialAlias() ? 1 : 0, options),
      hop: 'single',
      chunks: [first],
    };
  }
  if (chunk !== first && unit.role !== 'plain') {
    const given = renameParts(parts, draws.twoHopAlias() ? 1 : 0, options);
    return { kind: `two-hop-${unit.role}`, given, hop: unit.role, chunks: unit.chunks };
  }
  if (!draws.alias()) return { kind: 'direct', given: parts, hop: 'single', chunks: [first] };
  const given = renameParts(parts, draws.doubleAlias() ? 2 : 1, options);
  return { kind: 'alias', given, hop: 'single', chunks: [first] };
}

function putIntoWords(
  random: Random,
  plan: Plan,
  { answerType, id }: { readonly answerType: AnswerType; readonly id: string },
): WorldQuestion {
  const given = plan.given.some(({ part }) => part === 'phase')
    ? plan.given.some(({ part }) => part === 'fault')
      ? 'full'
      : 'componentPhase'
    : 'componentFault';
  const slots = Object.fromEntries(plan.given.map((part) => [part.part, partWord(part)]));
  const text = fillTemplate(random.pick(asks[plan.hop][answerType]), {
    trouble: fillTemplate(random.pick(troublePhrases[given]), slots),
    statement: fillTemplate(random.pick(troubleStatements[given]), slots),
  });
  const chunkIds = plan.chunks.map(({ chunkId }) => chunkId);
  const gold = plan.chunks.at(-1) as Incident;
  return {
    question: {
      id,
      question: text,
      answers: [gold.values[answerType]],
      goldChunkId: gold.chunkId,
      chunkIds,
      kind: plan.kind,
      answerType,
    },
    posed: { questionId: id, given: plan.given, hop: plan.hop, answerType, chunkIds },
  };
}
