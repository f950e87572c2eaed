import type { Command } from 'commander';
import type { Dataset } from './dataset.ts';

/** A data set by name: the default export of `data/<id>/dataset.ts`. Importing it reads nothing. */
export interface DatasetSource {
  /** The folder under `data/`. */
  readonly id: string;
  /** `none`: its questions come without a corpus; default `own`. */
  readonly corpus?: 'own' | 'none';
  /** `examples`: it holds no questions, and `load` refuses; default `questions`. */
  readonly holds?: 'questions' | 'examples';
  /** Whole, or a part of its held-out questions by its name in `variants`. */
  readonly load: (variant?: string) => Promise<Dataset>;
  /** Parts that are named `<id>:<variant>`; absent for none. */
  readonly variants?: readonly string[];
  /** Reason why it is not here and the way to get it; null when it is here. */
  readonly absent: () => string | null;
  /**
   * Commands of its own, by where they stand, e.g. `data fetch` or `pretrain`; those under `data` are named after the
   * data set.
   */
  readonly commands?: Readonly<Record<string, () => Promise<Command>>>;
}
