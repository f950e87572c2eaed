import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../harness/core/package-root.ts';

/** The files that each file of the product names in an import or export, types included. */
function importsOfProduct(): ReadonlyMap<string, readonly string[]> {
  const files = ['harness', 'data', 'baselines', 'reproductions'].flatMap((project) =>
    readdirSync(join(packageRoot(), project), { encoding: 'utf8', recursive: true })
      .map((path) => join(project, path))
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/')),
  );
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(packageRoot(), file), 'utf8');
      const named = [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/gu)];
      return [file, named.map(([, path = '']) => normalize(join(dirname(file), path)))];
    }),
  );
}

/** A way from a file back to itself; null where there is none. */
function circle(imports: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of imports.get(file) ?? []) {
      const found = walk(next, [...way, file]);
      if (found !== null) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const found = walk(file, []);
    if (found !== null) return found;
  }
  return null;
}

/** E.g. `harness/run/`, or `data/`. */
function roomOf(file: string): string {
  return /^harness\/[^/]+\/|^[^/]+\//u.exec(file)?.[0] ?? file;
}

describe('the house', () => {
  const imports = importsOfProduct();

  it('has no circle of files, also not of types alone', () => {
    assert.ok(imports.size > 300);
    assert.equal(circle(imports), null);
    assert.deepEqual(
      circle(
        new Map([
          ['a', ['b']],
          ['b', ['c', 'd']],
          ['d', ['b']],
        ]),
      ),
      ['b', 'd', 'b'],
    );
  });

  it('has no circle of rooms', () => {
    const rooms = new Map<string, string[]>();
    for (const [file, named] of imports) {
      const room = roomOf(file);
      if (file === 'harness/index.ts') continue;
      rooms.set(room, [...(rooms.get(room) ?? []), ...named.map(roomOf).filter((other) => other !== room)]);
    }
    assert.equal(circle(rooms), null);
  });

  it('names no paper and no data set in a file of the harness', () => {
    const named = [...imports.keys()].filter((file) =>
      /^harness\/.*(?:rezero|zero-?search|search-?r1|apollo|meridian)/iu.test(file),
    );
    assert.deepEqual(named, []);
  });

  it('holds every room of the harness to an allow-list', () => {
    const config = JSON.parse(readFileSync(join(packageRoot(), '.oxlintrc.json'), 'utf8')) as {
      overrides: { files: string[]; rules: Record<string, unknown> }[];
    };
    const held = config.overrides
      .filter(({ rules }) => Array.isArray(rules['no-restricted-imports']))
      .flatMap(({ files }) => files.map((glob) => glob.split('/')[1]));
    const rooms = readdirSync(join(packageRoot(), 'harness'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    assert.deepEqual(
      rooms.map(({ name }) => name).filter((name) => !held.includes(name)),
      [],
    );
  });
});
