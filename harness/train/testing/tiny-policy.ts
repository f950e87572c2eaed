import type { OpenPolicy } from '../../engine/engine.ts';
import type { TextCodec } from '../../engine/text-codec.ts';
import { TableEngine } from './table-engine.ts';
import { tinyCodec } from './tiny-codec.ts';
import { tinyDemonstrations, type TinyTask } from './tiny-demonstrations.ts';
import { tinyTopics, tinyWords } from './tiny-world.ts';

/** The codec of the tiny world. */
export const tinyWorldCodec: ReturnType<typeof tinyCodec> = tinyCodec(tinyWords);

/**
 * A table policy taught to search for the topic and then to answer with any of the four answers: in format, and
 * right once in four; default in ReZero's protocol.
 */
export async function tinyBasePolicy(task: TinyTask = {}): Promise<TableEngine & OpenPolicy> {
  const engine = newTable(tinyWorldCodec);
  const data = tinyDemonstrations(tinyWorldCodec, task);
  const adam = { learningRate: 0.5, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
  for (let step = 0; step < 15; step += 1) {
    await engine.learner.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
    await engine.learner.optimStep(adam);
  }
  return Object.assign(engine.reopened(), { codec: tinyWorldCodec });
}

/** Contexts: which topic stands first, whether a result has been shown, and the last token. */
function newTable(codec: TextCodec & { idOf(word: string): number }): TableEngine {
  const topics = tinyTopics.map((topic) => codec.idOf(topic));
  const shown = codec.idOf('<information>');
  return new TableEngine(codec.vocabularySize, {
    count: (topics.length + 1) * 2 * codec.vocabularySize,
    of(prefix) {
      const topic = topics.indexOf(prefix.find((token) => topics.includes(token)) ?? -1) + 1;
      const place = topic * 2 + Number(prefix.includes(shown));
      return place * codec.vocabularySize + (prefix.at(-1) ?? 0);
    },
  });
}
