/** A whole string, or one of the marks that make and separate members. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}:]/gsu;

/**
 * The first key that an object of a JSON text holds twice, `null` where there is none: `JSON.parse` keeps the last of
 * them without a word.
 * @param json valid JSON
 */
export function repeatedKey(json: string): string | null {
  const open: Set<string>[] = [];
  let text = '';
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (token === ':') {
      const key = JSON.parse(text) as string;
      if (open.at(-1)?.has(key) === true) return key;
      open.at(-1)?.add(key);
    } else text = token;
  }
  return null;
}
