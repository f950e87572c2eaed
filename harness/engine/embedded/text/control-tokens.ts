import type { AddedToken, TokenizerConfigJson, TokenizerJson } from './tokenizer-json.ts';

/** A tokenizer's tokens that steer the model and that no foreign text may become. */
export interface ControlTokens {
  /**
   * Ids by text, e.g. `<|end|>`: the special tokens, and the tokens that `tokenizer_config.json` gives a part. The
   * unknown token is none, unless it has another part as well.
   */
  readonly ids: ReadonlyMap<string, number>;
  /** The tokenizer that finds all of them, as transformers completes it. */
  readonly withAll: TokenizerJson;
  /** The same tokenizer with no way to write one of them. */
  readonly without: TokenizerJson;
}

/** Finds the control tokens of a tokenizer. */
export function controlTokens(json: TokenizerJson, config: TokenizerConfigJson): ControlTokens {
  const { bos_token, eos_token, pad_token, additional_special_tokens } = config;
  const named = [bos_token, eos_token, pad_token, ...(additional_special_tokens ?? [])];
  const parts = new Set(named.filter((name) => typeof name === 'string'));
  const known = new Set(json.added_tokens.map(({ content }) => content));
  const missing = [...parts].flatMap((content) => {
    const id = Object.hasOwn(json.model.vocab, content) ? json.model.vocab[content] : undefined;
    return id === undefined || known.has(content) ? [] : [{ ...plainMatch, id, content }];
  });
  const marked = json.added_tokens.map((token) =>
    parts.has(token.content)
      ? { ...token, special: true, normalized: token.normalized ?? !token.special }
      : token,
  );
  const added: readonly AddedToken[] = [...marked, ...missing];
  const unknown = json.model.unk_token;
  const controls = added.filter(
    ({ special, content }) => special && (content !== unknown || parts.has(content)),
  );
  const ids = new Map(controls.map(({ content, id }) => [content, id]));
  return { ids, withAll: { ...json, added_tokens: added }, without: withoutControls(json, added, ids) };
}

/** Flags with which transformers adds a token that only `tokenizer_config.json` calls special. */
const plainMatch = { special: true, normalized: false, lstrip: false, rstrip: false, single_word: false };

/** Takes control tokens, by text and id, out of the added tokens and the model, and special ones out of the added. */
function withoutControls(
  json: TokenizerJson,
  added: readonly AddedToken[],
  controls: ReadonlyMap<string, number>,
): TokenizerJson {
  const ids = new Set(controls.values());
  const { vocab, merges, unk_token } = json.model;
  return {
    ...json,
    added_tokens: added.filter(({ id, special }) => !special && !ids.has(id)),
    model: {
      ...json.model,
      vocab: Object.fromEntries(
        Object.entries(vocab).filter(([word, id]) => !ids.has(id) && !controls.has(word)),
      ),
      merges: merges.filter((merge) => !controls.has(merged(merge))),
      unk_token: typeof unk_token === 'string' && controls.has(unk_token) ? null : unk_token,
    },
  };
}

function merged(merge: unknown): string {
  if (typeof merge === 'string') return merge.replace(' ', '');
  return Array.isArray(merge) ? merge.join('') : '';
}
