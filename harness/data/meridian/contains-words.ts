/** Whether `text` has the words of `phrase` in a row, whatever their case: `kilo seven` is not in `kilo seventeen`. */
export function containsWords(text: string, phrase: string): boolean {
  return ` ${wordsOf(text)} `.includes(` ${wordsOf(phrase)} `);
}

function wordsOf(text: string): string {
  return (text.toLowerCase().match(/[a-z0-9]+/gu) ?? []).join(' ');
}
