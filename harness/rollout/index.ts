// Names for other rooms of rollouts: the tape, protocols, baselines and episodes.
export { type Baseline, baselineAnswer, type BaselineWorld, missingNeeds, noSettings } from './baseline.ts';
export { playEpisode } from './play-episode.ts';
export { playEpisodes, playGroups, type PlayOptions } from './play-episodes.ts';
export { type PolicyMask, policyMask } from './policy-mask.ts';
export { searchR1Protocol } from './protocols/inline-protocol.ts';
export { rezeroProtocol } from './protocols/message-protocol.ts';
export type { Protocol } from './protocols/protocol.ts';
export { protocolOf, protocolSpec } from './protocols/protocols.ts';
export { scriptedAnswer } from './scripted-answer.ts';
export type { EpisodeOptions, Limits } from './tape.ts';
