import { containsWords } from './contains-words.ts';
import { keyParts, partWord, renamed } from './named-part.ts';
import type { Incident } from './world.ts';

/** Whether a text names all three parts of a report's key, under either name each, or the call sign of a case. */
export function speaksOf(text: string, incident: Incident): boolean {
  if (incident.kind === 'case-file') return containsWords(text, incident.callSign);
  return keyParts(incident.key).every(
    (part) => containsWords(text, partWord(part)) || containsWords(text, partWord(renamed(part))),
  );
}
