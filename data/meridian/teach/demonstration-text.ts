import { keyParts, type NamedPart, partWord } from '../generate/named-part.ts';
import type { Finding } from './judge-document.ts';

/** Answer of the demonstrator when it gives up. */
export const unknownAnswer = 'unknown';

/** Words that demonstrations use besides those of questions and chunks; punctuation is a word in thoughts. */
export const demonstrationWords: readonly string[] =
  'need nothing result shows match no came back during case unknown ,'.split(' ');

/** The opening thought: what the question gives, e.g. `need pump leak docking`. */
export function needThought(given: readonly NamedPart[]): string {
  return `need ${given.map(partWord).join(' ')}`;
}

/** The thought on a document, under the names it uses, e.g. `result shows blower seep docking , no match`. */
export function findingThought(finding: Finding | null): string {
  if (finding === null) return 'result shows nothing , no match';
  const { incident } = finding;
  const subject =
    incident.kind === 'case-file'
      ? `case ${incident.callSign}`
      : keyParts(incident.key).map(partWord).join(' ');
  return `result shows ${subject} , ${verdict(finding)}`;
}

function verdict(finding: Finding): string {
  if (finding.kind === 'match') return 'match';
  if (finding.kind === 'miss') return 'no match';
  const { link } = finding;
  return link.kind === 'case' ? `case ${link.callSign}` : `came back during ${partWord(link.phase)}`;
}

/** A policy turn that searches. */
export function searchTurn(thought: string, query: string): string {
  return `<think> ${thought}</think>\n<search> ${query}</search>`;
}

/** A policy turn that answers. */
export function answerTurn(thought: string, answer: string): string {
  return `<think> ${thought}</think>\n<answer> ${answer}</answer>`;
}

/** Ways to break the format with an answer: no thought, no closing tag, no answer tags; only the first still answers. */
export const brokenAnswers: readonly ((thought: string, answer: string) => string)[] = [
  (_, answer) => `<answer> ${answer}</answer>`,
  (thought, answer) => `<think> ${thought}</think>\n<answer> ${answer}`,
  (thought, answer) => `<think> ${thought}</think>\n ${answer}`,
];
