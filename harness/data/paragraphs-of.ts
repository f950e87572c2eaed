/** The paragraphs of a chunk: split at blank lines, trimmed, empty ones dropped (ReZero `scripts/generate_data.py:361 @20fb677`). */
export function paragraphsOf(text: string): string[] {
  return text
    .split('\n\n')
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
