import type { SearchPair } from '../../../harness/teach/search-pairs.ts';
import type { Incident, World } from '../generate/world.ts';
import { speaksOf } from '../verify/leaks.ts';

/** The parts no simulator may be taught from, by how sentences call them. */
const untaught = { heldOut: 'held-out', dev: 'dev' } as const;

/**
 * Finds what one pair tells of dev or held-out chunks of a world, a sentence each. Keep it over many pairs: texts
 * that come again are looked at once.
 */
export function pairLeaks(world: World): (pair: SearchPair) => string[] {
  const questions = questionFinder(world);
  const texts = textFinder(world);
  return ({ questionId, question, query, documents }) => {
    const named = [
      ['question', question],
      ['query', query],
      ...documents.map((text, at) => [`document ${at + 1}`, text] as const),
    ] as const;
    return [
      ...questions(questionId),
      ...named.flatMap(([name, text]) => texts(text).map((leak) => `its ${name} ${leak}`)),
    ];
  };
}

function questionFinder({ questions, split }: World): (id: string) => string[] {
  const goldChunks = new Map(questions.map(({ id, goldChunkId }) => [id, goldChunkId]));
  const train = new Set(split.train);
  return (id) => {
    const chunkId = goldChunks.get(id);
    if (chunkId === undefined) return ['the world has no such question'];
    if (train.has(chunkId)) return [];
    return [`it comes from a ${split.dev.includes(chunkId) ? untaught.dev : untaught.heldOut} question`];
  };
}

interface UntaughtChunk {
  readonly name: string;
  readonly text: string;
  readonly incident: Incident;
}

function textFinder(world: World): (text: string) => readonly string[] {
  const chunks = untaughtChunks(world);
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const leaks = known.get(text) ?? chunks.flatMap((chunk) => leakOf(text, chunk));
    known.set(text, leaks);
    return leaks;
  };
}

function untaughtChunks({ chunks, incidents, split }: World): UntaughtChunk[] {
  const texts = new Map(chunks.map(({ id, text }) => [id, text]));
  return (['heldOut', 'dev'] as const).flatMap((part) =>
    split[part].flatMap((id) => {
      const text = texts.get(id);
      const incident = incidents.get(id);
      if (text === undefined || incident === undefined) return [];
      return { name: `${untaught[part]} chunk ${id}`, text, incident };
    }),
  );
}

function leakOf(text: string, { name, text: chunkText, incident }: UntaughtChunk): string[] {
  if (text.trim() === chunkText.trim()) return [`is ${name}`];
  return speaksOf(text, incident) ? [`speaks of the incident of ${name}`] : [];
}

/**
 * Sentences on every way in which fine-tuning a simulator on these pairs could show it what evaluation asks: a pair of
 * a question that is no training question, a document that is a held-out or dev chunk, or a text (question, query or
 * document) that speaks of a held-out or dev incident, under whatever names. Numbers of pairs count from 1.
 *
 * A search of the whole archive can return such chunks to training questions, too: collect with the training chunks.
 */
export function simulatorLeaks(pairs: readonly SearchPair[], world: World): string[] {
  const leaksOf = pairLeaks(world);
  return pairs.flatMap((pair, index) =>
    leaksOf(pair).map((leak) => `pair ${index + 1} (question ${pair.questionId}): ${leak}`),
  );
}
