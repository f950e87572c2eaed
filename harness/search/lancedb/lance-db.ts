import { createRequire } from 'node:module';
import { findPackage, type OptionalPackage } from '../../core/optional-package.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** The package of the embedded database. */
export const lanceDb: OptionalPackage = {
  id: 'lancedb',
  name: '@lancedb/lancedb',
  version: '0.31.0',
  variable: 'TWINZERO_LANCEDB',
  needed: 'indexes on disk need',
};

/** A row that a query gave, with the columns that were asked for. */
export type LanceRow = Readonly<Record<string, unknown>>;

/** A query under construction. */
export interface LanceQuery {
  fullTextSearch(query: string, options: { readonly columns: readonly string[] }): LanceQuery;
  nearestTo(vector: Float32Array): LanceQuery;
  distanceType(metric: 'l2' | 'cosine'): LanceQuery;
  /** Compares every vector, also where there is an index of them. */
  bypassVectorIndex(): LanceQuery;
  select(columns: readonly string[]): LanceQuery;
  limit(rows: number): LanceQuery;
  toArray(): Promise<readonly LanceRow[]>;
}

/** A table; each `add` is written whole or not at all. */
export interface LanceTable {
  add(rows: readonly LanceRow[]): Promise<unknown>;
  countRows(): Promise<number>;
  createIndex(
    column: string,
    options: { readonly config: unknown; readonly replace: boolean },
  ): Promise<void>;
  query(): LanceQuery;
  close(): void;
}

/** A database in a folder. */
export interface LanceConnection {
  tableNames(): Promise<readonly string[]>;
  openTable(name: string): Promise<LanceTable>;
  createTable(name: string, rows: readonly LanceRow[]): Promise<LanceTable>;
  close(): void;
}

interface LanceModule {
  connect(folder: string): Promise<LanceConnection>;
  readonly Index: { fts(options: Readonly<Record<string, unknown>>): unknown };
}

/**
 * Loads the database.
 * @throws TwinZeroError `configuration` when its package, or its library for this machine, is not installed.
 */
export function loadLanceDb(): LanceModule {
  const { main } = findPackage(lanceDb);
  try {
    return createRequire(main)(main) as LanceModule;
  } catch (cause) {
    const [reason] = (cause as Error).message.split('\n');
    throw new TwinZeroError(
      'configuration',
      `${main} cannot be loaded (${reason}): run twinzero doctor --install lancedb again`,
      { cause },
    );
  }
}
