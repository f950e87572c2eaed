// Names for other rooms of rollouts: the tape, protocols and episodes.
export { playEpisode } from './play-episode.ts';
export { playEpisodes, playGroups, type PlayOptions } from './play-episodes.ts';
export { type PolicyMask, policyMask } from './policy-mask.ts';
export { lastTurn, protocolAnswer } from './protocol-answer.ts';
export { tokensKept } from './policy-turn.ts';
export { searchR1Protocol } from './protocols/inline-protocol.ts';
export { rezeroProtocol } from './protocols/message-protocol.ts';
export { neutraliseTags } from './protocols/neutralise-tags.ts';
export type { Protocol } from './protocols/protocol.ts';
export { protocolOf, protocolSpec } from './protocols/protocols.ts';
export type { NextTokens } from './sample-within.ts';
export { scriptedAnswer } from './scripted-answer.ts';
export { type Answer, type EpisodeOptions, LimitReached, type Limits, type Tape } from './tape.ts';
