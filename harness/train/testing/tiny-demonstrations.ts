import type { DemonstrationTurn } from '../../core/episode.ts';
import type { Datum } from '../../engine/engine.ts';
import type { TextCodec } from '../../engine/text-codec.ts';
import { rezeroProtocol } from '../../rollout/protocols/message-protocol.ts';
import type { Protocol } from '../../rollout/protocols/protocol.ts';
import { demonstrationDatum } from '../../teach/pretrain.ts';
import { tinyAnswers, tinyTopics } from './tiny-world.ts';

/**
 * Searches for each topic of the tiny world, followed by each of the four answers: right once in four. Under a protocol
 * that takes no search the answers stand alone.
 */
export function tinyDemonstrations(
  codec: TextCodec,
  protocol: Protocol = rezeroProtocol({ prompt: 'compact' }),
): Datum[] {
  const { observationAs } = protocol;
  return tinyTopics.flatMap((topic) =>
    tinyAnswers.map((answer) =>
      demonstrationDatum(codec, demonstration(protocol, topic, answer), { contextWeight: 0, observationAs }),
    ),
  );
}

function demonstration(protocol: Protocol, topic: string, answer: string): DemonstrationTurn[] {
  const prompt = { role: 'prompt', text: protocol.prompt(`what is ${topic}`) } as const;
  const search = `<think> go </think> <search> ${topic} </search>`;
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
