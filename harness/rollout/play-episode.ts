import type { Episode, Outcome, UnansweredReason } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Action, ParseContext } from './protocols/protocol.ts';
import { addTurn, type EpisodeDraft, type EpisodeOptions, policyTurn, recordSearch } from './tape.ts';

/**
 * Plays one question to its end: the policy writes, the protocol reads its text, searches are answered, until an
 * answer, a dead end or a limit (ReZero `agent.py:141-186 @20fb677`; ZeroSearch `generation.py:337-452`).
 *
 * Generation i samples with the seed `random.fork('turn', i).uint32()` and search i draws from
 * `random.fork('search', i)`, so an episode depends on nothing played beside it. A TwinZeroError of kind `engine` or
 * `search` makes the episode `failed` with everything up to it kept.
 * @throws TwinZeroError `configuration` when the prompt leaves no room in the context; whatever else is thrown
 * passes through, for playing on would not mend it.
 */
export async function playEpisode(question: Question, options: EpisodeOptions): Promise<Episode> {
  const { id, sample, codec, protocol, limits } = options;
  const draft: EpisodeDraft = { turns: [], searches: [], tokens: [] };
  const text = protocol.prompt(question.question);
  addTurn(draft, { role: 'prompt', text, tokens: codec.prompt(text) });
  if (draft.tokens.length >= limits.maxContextTokens)
    throw new TwinZeroError(
      'configuration',
      `the prompt of question ${question.id} has ${draft.tokens.length} tokens, which leaves no room in maxContextTokens ${limits.maxContextTokens}; raise it or drop the question`,
    );
  const outcome = await play(question, draft, options).catch(failure);
  return { id, question, sample, turns: draft.turns, searches: draft.searches, outcome };
}

function failure(error: unknown): Outcome {
  if (!(error instanceof TwinZeroError) || (error.kind !== 'engine' && error.kind !== 'search')) throw error;
  return { kind: 'failed', error: { kind: error.kind, message: error.message } };
}

async function play(question: Question, draft: EpisodeDraft, options: EpisodeOptions): Promise<Outcome> {
  const { protocol, limits } = options;
  const promptTokens = draft.tokens.length;
  const generations = limits.maxTurns + (protocol.finalGeneration === 'none' ? 0 : 1);
  for (let i = 0; i < generations; i += 1) {
    const final = i === limits.maxTurns;
    const action = await generate(draft, options, { generation: i, final });
    if (action.kind === 'answer') return { kind: 'answered', answer: action.answer };
    if (action.kind === 'end') return unanswered(action.reason);
    if (action.kind === 'invalid') observe(action.correction, draft, options);
    if (action.kind === 'search') {
      if (final && protocol.finalGeneration === 'without-search') return unanswered('turn-limit');
      const observation = await search(action.query, question, { draft, options });
      if (final) return unanswered('turn-limit');
      observe(observation, draft, options);
    }
    const used = draft.tokens.length;
    if (used - promptTokens > limits.maxNewTokens || used >= limits.maxContextTokens)
      return unanswered('token-limit');
  }
  return unanswered('turn-limit');
}

function unanswered(reason: UnansweredReason): Outcome {
  return { kind: 'unanswered', reason };
}

async function generate(
  draft: EpisodeDraft,
  options: EpisodeOptions,
  place: { readonly generation: number; readonly final: boolean },
): Promise<Action> {
  const { engine, codec, protocol, limits, sampling, random } = options;
  const room = limits.maxContextTokens - draft.tokens.length;
  const sampled = await engine.sample([...draft.tokens], {
    ...sampling,
    maxTokens: Math.min(limits.maxTokensPerTurn, room),
    seed: random.fork('turn', place.generation).uint32(),
    stopTokens: [codec.stopToken],
    ...(protocol.stopStrings.length > 0 && { stopStrings: protocol.stopStrings }),
  });
  const { turn, kept } = policyTurn(sampled, protocol, codec);
  addTurn(draft, turn);
  const limit: ParseContext['cutShort'] = room < limits.maxTokensPerTurn ? 'token-limit' : 'truncated';
  return protocol.parse(kept, {
    cutShort: sampled.stopReason === 'length' ? limit : null,
    final: place.final,
  });
}

async function search(
  query: string,
  question: Question,
  { draft, options }: { readonly draft: EpisodeDraft; readonly options: EpisodeOptions },
): Promise<string> {
  const searchIndex = draft.searches.length;
  const random = options.random.fork('search', searchIndex);
  const request = { query, topK: options.limits.topK, question, random, searchIndex };
  const result = await options.search.search(request);
  draft.searches.push(recordSearch(request, result, options.search.id));
  return options.protocol.observation(result.documents);
}

function observe(text: string, draft: EpisodeDraft, { codec, protocol }: EpisodeOptions): void {
  const tokens = protocol.observationAs === 'message' ? codec.observation(text) : codec.encode(text);
  addTurn(draft, { role: 'observation', text, tokens });
}
