import type { DemonstrationTurn } from '../../core/episode.ts';
import type { Datum } from '../../engine/engine.ts';
import type { TextCodec } from '../../engine/text-codec.ts';
import { rezeroProtocol } from '../../rollout/protocols/message-protocol.ts';
import type { Protocol } from '../../rollout/protocols/protocol.ts';
import { demonstrationDatum } from '../../teach/pretrain.ts';
import { tinyAnswers, tinyTopics } from './tiny-world.ts';

/** What a tiny policy is to learn: in which protocol, and which part of an episode it has only guesses for. */
export interface TinyTask {
  /** Default ReZero's. */
  readonly protocol?: Protocol;
  /** Default `answer`. */
  readonly guesses?: 'answer' | 'query';
}

/**
 * Searches for each topic of the tiny world, followed by each of the four answers: right once in four. Under a protocol
 * that takes no search the answers stand alone. Where queries are guessed, they name each of the four topics.
 */
export function tinyDemonstrations(
  codec: TextCodec,
  { protocol = rezeroProtocol({ prompt: 'compact' }), guesses = 'answer' }: TinyTask = {},
): Datum[] {
  const { observationAs } = protocol;
  return tinyTopics.flatMap((topic) =>
    tinyTopics.map((guess, i) =>
      demonstrationDatum(
        codec,
        demonstration(protocol, topic, guesses === 'query' ? { query: guess } : { answer: tinyAnswers[i] }),
        { contextWeight: 0, observationAs },
      ),
    ),
  );
}

function demonstration(
  protocol: Protocol,
  topic: string,
  {
    query = topic,
    answer = tinyAnswers[tinyTopics.indexOf(topic)] ?? '',
  }: { query?: string; answer?: string | undefined },
): DemonstrationTurn[] {
  const prompt = { role: 'prompt', text: protocol.prompt(`what is ${topic}`) } as const;
  const search = `<think> go </think> <search> ${query} </search>`;
  const answered = { role: 'policy', text: `<think> go </think> <answer> ${answer} </answer>` } as const;
  const { kind } = protocol.parse(search, { cutShort: null, final: false });
  if (kind !== 'search') return [prompt, answered];
  const document = { id: topic, text: `${topic} is ${answer}`, origin: 'chunk' } as const;
  return [
    prompt,
    { role: 'policy', text: search },
    { role: 'observation', text: protocol.observation([document]) },
    answered,
  ];
}
