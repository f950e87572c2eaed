/**
 * The bodies of all complete pairs of a tag in text order, untrimmed; each pair runs from an opening tag to the
 * nearest closing one: `<a>x<a>y</a>` has the single body `x<a>y`. Names are case-sensitive.
 */
export function taggedBodies(text: string, tag: string): string[] {
  return Array.from(text.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs')), ([, body = '']) => body);
}
