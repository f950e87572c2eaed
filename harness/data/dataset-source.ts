import type { Command } from 'commander';
import type { Dataset } from './dataset.ts';

/** A data set by name: the default export of `data/<id>/dataset.ts`. Importing it reads nothing. */
export interface DatasetSource {
  /** The folder under `data/`. */
  readonly id: string;
  readonly load: () => Promise<Dataset>;
  /** Reason why it is not here and the way to get it; null when it is here. */
  readonly absent: () => string | null;
  /**
   * Commands of its own, by where they stand, e.g. `data fetch` or `pretrain`; those under `data` are named after the
   * data set.
   */
  readonly commands?: Readonly<Record<string, () => Promise<Command>>>;
}
