/** Fewest and most words of a document; those of Meridian have 19 to 38. */
const words = { min: 3, max: 80 } as const;

/** Punctuation that ends a sentence, closing quotes and brackets after it allowed. */
const sentenceEnd = /[.!?…]["'”’)\]]*$/u;

/**
 * Whether a simulator kept to the format: as many documents as it was asked for, each of 3 to 80 words and ending as a
 * sentence does, not cut off.
 * @param documents null where its text could not be read.
 */
export function isValidAnswer(documents: readonly string[] | null, asked: number): boolean {
  return documents !== null && documents.length === asked && documents.every(isDocument);
}

function isDocument(text: string): boolean {
  const trimmed = text.trim();
  const count = trimmed.split(/\s+/u).length;
  return count >= words.min && count <= words.max && sentenceEnd.test(trimmed);
}
