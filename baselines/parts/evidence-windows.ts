import type { Document } from '../../harness/core/episode.ts';
import type { TextCodec } from '../../harness/engine/index.ts';
import { neutraliseTags } from '../../harness/rollout/index.ts';
import { bm25Index, FmIndex } from '../../harness/search/index.ts';

/** A document as it may be copied. */
export interface ReadableDocument {
  readonly document: Document;
  readonly tokens: readonly number[];
  readonly index: FmIndex;
}

/** A document whose text, made harmless, is indexed alone. */
export function readable(document: Document, codec: TextCodec): ReadableDocument {
  const tokens = codec.encode(neutraliseTags(document.text));
  return { document, tokens, index: new FmIndex([tokens]) };
}

/** A part of a document, around clues: [start, end) in its tokens. */
export interface EvidenceWindow extends ReadableDocument {
  readonly start: number;
  readonly end: number;
}

/** Settings of `evidenceWindows`. */
export interface WindowOptions {
  readonly clues: readonly (readonly number[])[];
  /** Tokens on each side of a clue's first. */
  readonly radius: number;
  readonly question: string;
  readonly codec: TextCodec;
  /** Most windows. */
  readonly count: number;
}

/** Hits of a clue in a document, windows of a document, and windows in all that are looked at: `generate.py @d522502`. */
const most = { hits: 64, inDocument: 32, inAll: 512 };

/**
 * The parts of documents that clues point to, those most like the question first. Windows that overlap are one as long as it
 * has no more than four radiuses. Without a hit each document is looked at from its beginning.
 *
 * DEVIATION(lexical-windows)
 */
export function evidenceWindows(
  documents: readonly ReadableDocument[],
  { clues, radius, question, codec, count }: WindowOptions,
): EvidenceWindow[] {
  const around = documents.flatMap((document) => windowsIn(document, clues, radius)).slice(0, most.inAll);
  const windows =
    around.length > 0
      ? around
      : documents.map((one) => ({ ...one, start: 0, end: Math.min(one.tokens.length, 2 * radius) }));
  if (windows.length === 0) return [];
  const texts = windows.map((window) => codec.decode(windowTokens(window)));
  const hits = bm25Index(texts, { k1: 1.2, b: 0.75 })(question, windows.length);
  const alike = hits.flatMap(({ position }) => windows[position] ?? []);
  return [...new Set([...alike, ...windows])].slice(0, count);
}

/** The tokens of a window. */
export function windowTokens({ tokens, start, end }: EvidenceWindow): readonly number[] {
  return tokens.slice(start, end);
}

function windowsIn(
  document: ReadableDocument,
  clues: WindowOptions['clues'],
  radius: number,
): EvidenceWindow[] {
  const { index, tokens } = document;
  const places = clues.flatMap((clue) => index.places(index.find(clue)).slice(0, most.hits));
  const windows: EvidenceWindow[] = [];
  for (const { offset } of places.toSorted((a, b) => a.offset - b.offset)) {
    const start = Math.max(0, offset - radius);
    const end = Math.min(tokens.length, offset + radius + 1);
    const last = windows.at(-1);
    if (last !== undefined && start < last.end && end - last.start <= 4 * radius)
      windows[windows.length - 1] = { ...last, end };
    else windows.push({ ...document, start, end });
  }
  return windows.slice(0, most.inDocument);
}
