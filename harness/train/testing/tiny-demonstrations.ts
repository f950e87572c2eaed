import type { DemonstrationTurn } from '../../core/episode.ts';
import type { Datum } from '../../engine/engine.ts';
import type { TextCodec } from '../../engine/text-codec.ts';
import { rezeroProtocol } from '../../rollout/protocols/message-protocol.ts';
import { demonstrationDatum } from '../../teach/pretrain.ts';
import { tinyAnswers, tinyTopics } from './tiny-world.ts';

/** Searches for each topic of the tiny world, followed by each of the four answers: right once in four. */
export function tinyDemonstrations(codec: TextCodec): Datum[] {
  return tinyTopics.flatMap((topic) =>
    tinyAnswers.map((answer) =>
      demonstrationDatum(codec, demonstration(topic, answer), { contextWeight: 0 }),
    ),
  );
}

function demonstration(topic: string, answer: string): DemonstrationTurn[] {
  const protocol = rezeroProtocol({ prompt: 'compact' });
  const document = { id: topic, text: `${topic} is ${answer}`, origin: 'chunk' } as const;
  return [
    { role: 'prompt', text: protocol.prompt(`what is ${topic}`) },
    { role: 'policy', text: `<think> go </think> <search> ${topic} </search>` },
    { role: 'observation', text: protocol.observation([document]) },
    { role: 'policy', text: `<think> go </think> <answer> ${answer} </answer>` },
  ];
}
