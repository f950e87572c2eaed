import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';

const intro = `# API

Generated from docstrings by \`npm run docs\`: what \`import { … } from 'twinzero'\` gives. Nothing runs at import. Rooms offer
more to their neighbours, under names that may change between versions: \`twinzero/engine\` is \`harness/engine/index.ts\`, and so
are \`search\`, \`rollout\`, \`run\`, \`report\` and \`baseline\`. The [examples](../examples) use what is here.
`;

/** A name that the door exports, and its module under `harness`, without ending. */
interface Exported {
  readonly name: string;
  readonly path: string;
}

interface Section {
  readonly title: string;
  readonly names: Exported[];
}

/**
 * The page of the package's main door, as it stands in `docs/api.md`: what `harness/index.ts` exports, in its order and
 * under its comments, each name with its docstring and its declaration as the compiler wrote it into `dist`.
 * @throws Error for a name without a docstring, or one that was not built.
 */
export async function apiPage(root: string): Promise<string> {
  const sections = sectionsOf(readFileSync(join(root, 'harness', 'index.ts'), 'utf8'));
  const parts = sections.map(({ title, names }) =>
    [`## ${title}`, ...names.map((one) => entry(root, one))].join('\n\n'),
  );
  const file = join(root, 'docs', 'api.md');
  return format([intro, ...parts].join('\n'), { ...(await resolveConfig(file)), filepath: file });
}

/** Names by section: a comment on a line of its own after an empty line begins one. */
function sectionsOf(text: string): readonly Section[] {
  const sections: Section[] = [];
  for (const [, title, names = '', path = ''] of text.matchAll(
    /^\n\/\/ (.+)\n|^export (?:type )?\{([^}]+)\} from '\.\/([^']+)\.ts';$/gmu,
  )) {
    if (title !== undefined) sections.push({ title: title.replace(/\.$/u, ''), names: [] });
    for (const name of names.split(',').map((one) => one.replace('type ', '').trim()))
      if (name !== '') sections.at(-1)?.names.push({ name, path });
  }
  return sections;
}

function entry(root: string, { name, path }: Exported): string {
  const file = join(root, 'dist', 'harness', `${path}.d.ts`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = declarationOf(lines, name);
  if (found === null)
    throw new Error(`${name} is not declared in ${relative(root, file)}: run \`npm run build\``);
  // A type that is inferred from a schema says no more than that; the schema says what it is.
  const [, schema] = /^type \w+ = (?:Readonly<)?z\.infer<typeof (\w+)>/u.exec(found.code) ?? [];
  const doc = (schema === undefined ? null : declarationOf(lines, schema))?.doc ?? found.doc;
  if (doc === '')
    throw new Error(`${name} of harness/${path}.ts has no docstring: the page has nothing to say of it`);
  const source = `[harness/${path}.ts](../harness/${path}.ts)`;
  return [`### ${name}`, `${prose(doc)}\n\n${source}`, '```ts', found.code, '```'].join('\n\n');
}

/** A top-level declaration and the comment above it. */
function declarationOf(
  lines: readonly string[],
  name: string,
): { readonly code: string; readonly doc: string } | null {
  const head = new RegExp(
    `^(?:export )?(?:declare )?(?:abstract )?(?:function|class|interface|type|const) ${name}\\b`,
    'u',
  );
  const start = lines.findIndex((line) => head.test(line));
  if (start === -1) return null;
  const length = lines.slice(start).findIndex((line) => /^(?:\S.*)?[;}]$/u.test(line));
  const code = lines
    .slice(start, start + length + 1)
    .filter((line) => line.trim() !== '#private;')
    .join('\n')
    .replace(/^export (?:declare )?/u, '');
  const comment = lines.slice(0, start).findLastIndex((line) => line.startsWith('/**'));
  const closed = lines.slice(comment, start).findIndex((line) => line.trimEnd().endsWith('*/'));
  return { code, doc: comment + closed === start - 1 ? lines.slice(comment, start).join('\n') : '' };
}

/** The text of a comment, its tags as sentences, and nothing in it that a browser would take for HTML. */
function prose(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/gu, '')
    .replace(/^ ?\* ?/gmu, '')
    .trim()
    .replace(/^@throws (?:TwinZeroError )?/gmu, '\n**Throws** ')
    .replace(/^@param (\w+) (?:- )?/gmu, '\n`$1`: ')
    .replace(/^@returns? /gmu, '\n**Returns** ')
    .split(/(`[^`]*`)/u)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('');
}
