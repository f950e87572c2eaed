import { chunkTemplates } from '../generate/chunk-templates.ts';
import { entities } from '../generate/entities.ts';
import * as questions from '../generate/question-templates.ts';
import {
  callSignLetters,
  callSignNumbers,
  causeAdjectives,
  causeNouns,
  surnames,
} from '../generate/words.ts';
import { demonstrationWords } from './demonstration-text.ts';

/** The vocabulary of all Meridian worlds. */
export interface MeridianWords {
  /** Every word, and every mark that thoughts set apart, that occurs after a space; sorted. */
  readonly words: readonly string[];
  /** Texts that occur without a space before them: words that open a chunk or label, and punctuation; sorted. */
  readonly pieces: readonly string[];
}

/** Collects the vocabulary from the lexicon and the templates, so that it can't fall behind them. */
export function meridianWords(): MeridianWords {
  const chunkSentences = Object.values(chunkTemplates).flat();
  const templates = [...chunkSentences, ...strings(questions)];
  const lexicon = [
    ...strings(entities),
    ...surnames,
    ...causeAdjectives,
    ...causeNouns,
    ...callSignLetters,
    ...callSignNumbers,
  ];
  const words = new Set([
    ...lexicon,
    ...demonstrationWords,
    ...templates.flatMap(wordsOf),
    '1',
    '2',
    '3',
    '4',
    '5',
  ]);
  const openers = [...chunkTemplates.key, ...chunkTemplates.caseFile].flatMap((text) =>
    wordsOf(text).slice(0, 1),
  );
  const marks = templates.flatMap((text) => text.replaceAll(/\{\w+\}/gu, '').match(/[^\w\s]/gu) ?? []);
  const pieces = new Set([...openers, ...marks, 'Question', 'Result', ':', '------', '\n']);
  return { words: [...words].sort(), pieces: [...pieces].sort() };
}

function wordsOf(template: string): string[] {
  return template.replaceAll(/\{\w+\}/gu, ' ').match(/[A-Za-z]+/gu) ?? [];
}

/** Every string in a nested value. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}
