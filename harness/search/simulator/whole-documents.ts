import type { SimulatorFormat } from './simulator-format.ts';

/**
 * The leading documents of a text that broke off which were written to their end: those that one more letter behind
 * the text would leave as they are.
 */
export function wholeDocuments(text: string, format: SimulatorFormat, documents: number): readonly string[] {
  const continued = format.parse(`${text}x`, documents);
  const found = format.parse(text, documents);
  const changed = found.findIndex((document, i) => document !== continued[i]);
  return changed === -1 ? found : found.slice(0, changed);
}
