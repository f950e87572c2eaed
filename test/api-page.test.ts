import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import { apiPage } from '../build/api-page.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';

const door = `// The door.

// Things.
export { type Thing, thingOf } from './core/thing.ts';
`;
const declared = `/** A \`thing\`. */
export type Thing = z.infer<typeof thing>;
/** Names what a thing is, e.g. <one>. */
declare const thing: z.ZodString;
/** Before it. */
export declare const other: number;
/**
 * Makes a thing of \`<text>\`.
 * @throws TwinZeroError \`data\` for none.
 */
export declare function thingOf(text: string): Thing;
`;

describe('the page of the main door', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  const folder = (files: Readonly<Record<string, string>>): string => {
    const root = newFolder();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  };

  it('is what the docstrings say', async () => {
    const page = readFileSync(join(packageRoot(), 'docs', 'api.md'), 'utf8');
    assert.ok(page === (await apiPage(packageRoot())), 'build, then run `npm run docs`');
  });

  it('has each name under its heading with its text and its declaration', async () => {
    const page = await apiPage(
      folder({ 'harness/index.ts': door, 'dist/harness/core/thing.d.ts': declared }),
    );
    const source = '[harness/core/thing.ts](../harness/core/thing.ts)';
    assert.equal(
      page.slice(page.indexOf('\n## ')),
      `
## Things

### Thing

Names what a thing is, e.g. &lt;one>.

${source}

\`\`\`ts
type Thing = z.infer<typeof thing>;
\`\`\`

### thingOf

Makes a thing of \`<text>\`.

**Throws** \`data\` for none.

${source}

\`\`\`ts
function thingOf(text: string): Thing;
\`\`\`
`,
    );
  });

  it('is refused where a name has no docstring', async () => {
    const bare = declared.replace('/** Before it. */\n', '').replace(/\/\*\*\n \* Makes[^/]*\*\/\n/u, '');
    const root = folder({ 'harness/index.ts': door, 'dist/harness/core/thing.d.ts': bare });
    await assert.rejects(apiPage(root), /thingOf of harness\/core\/thing\.ts has no docstring/u);
  });
});
