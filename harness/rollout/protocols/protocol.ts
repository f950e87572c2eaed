import type { Document, UnansweredReason } from '../../core/episode.ts';

/** Request of a policy turn. */
export type Action =
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'answer'; readonly answer: string }
  /** No usable action, and the protocol tells the policy so with `correction`. */
  | { readonly kind: 'invalid'; readonly correction: string }
  /** No usable action, and the protocol ends the episode. */
  | { readonly kind: 'end'; readonly reason: UnansweredReason };

/** Facts of a policy turn, besides its text, that parsing may use. */
export interface ParseContext {
  /** The limit that stopped the generation before the policy did; null when the policy stopped by itself. */
  readonly cutShort: 'truncated' | 'token-limit' | null;
  /** True in the generation after the last turn. */
  readonly final: boolean;
}

/** The language between policy and environment; pure, and never shown anything but policy text to parse. */
export interface Protocol {
  /** E.g. `rezero`; part of configurations. */
  readonly id: string;
  /** The user message that asks `question`. */
  prompt(question: string): string;
  /** The leading part of a policy text that counts; what follows is cut from the turn. */
  keep(text: string): string;
  /** The action of a policy text that went through `keep`. */
  parse(text: string, context: ParseContext): Action;
  /** The text that shows `documents`, in which nothing of theirs can pass for a tag or a chat marker. */
  observation(documents: readonly Document[]): string;
  /** Strings that end a generation besides the stop token. */
  readonly stopStrings: readonly string[];
  /**
   * `message`: an observation is a user message of its own. `continuation`: its bare text goes on in the policy's
   * message, so that no stop token stands before it.
   */
  readonly observationAs: 'message' | 'continuation';
  /**
   * One more generation after the last turn, or none; a search in it is executed or not, although nobody reads the
   * result.
   */
  readonly finalGeneration: 'none' | 'without-search' | 'with-search';
}
