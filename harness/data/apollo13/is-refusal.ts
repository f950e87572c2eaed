const firstPerson = /^(However, )?I('m| cannot| can't| couldn't| don't| need)\b/;
const nothingThere =
  /^(Unfortunately, the provided text|There is no text|This (text|section|document) (is not provided|does not contain any))/;

/**
 * Whether a paraphrase is the generator talking about the request (text missing, too short, no information)
 * instead of a paraphrase. Finds 81 of the 2,259 Apollo 13 rows, each read by eye; most are of headings.
 */
export function isRefusal(paraphrase: string): boolean {
  return firstPerson.test(paraphrase) || nothingThere.test(paraphrase);
}
