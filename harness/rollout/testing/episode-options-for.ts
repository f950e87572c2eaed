import { Random } from '../../core/random.ts';
import { rezeroProtocol } from '../protocols/message-protocol.ts';
import type { EpisodeOptions } from '../tape.ts';
import { fixedBackend } from './fixed-backend.ts';
import { type Script, scriptedEngine } from './scripted-engine.ts';
import { wordCodec } from './word-codec.ts';

/** Options for an episode of `script`: ReZero's compact protocol, wide limits and one chunk found; `change` replaces fields. */
export function episodeOptionsFor(script: Script, change: Partial<EpisodeOptions> = {}): EpisodeOptions {
  const codec = wordCodec();
  return {
    id: '0/q1/0',
    sample: 0,
    engine: scriptedEngine(codec, script),
    codec,
    protocol: rezeroProtocol({ prompt: 'compact' }),
    search: fixedBackend([{ id: 'c1', text: 'Valve 7 leaked.' }]),
    limits: { maxTurns: 4, maxNewTokens: 2000, maxTokensPerTurn: 500, topK: 1, maxContextTokens: 4000 },
    sampling: { temperature: 1 },
    random: Random.seeded(1).fork('test'),
    ...change,
  };
}
