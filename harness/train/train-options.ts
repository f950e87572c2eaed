import type { Algorithm } from '../algorithm/algorithm.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Critic } from '../engine/critic.ts';
import type { Engine } from '../engine/engine.ts';
import type { Judge } from '../evaluate/judge.ts';
import type { Player } from '../evaluate/player.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import type { MachineDescription } from './describe-machine.ts';
import type { ResourceMeter } from './resources.ts';
import type { RunLabels } from './run-record.ts';
import type { TrainConfig } from './train-config.ts';
import type { TrainEvent } from './train-event.ts';

/** Everything a training run needs; `search` is what evaluation meets, and training where nothing else is told. */
export interface TrainOptions extends Pick<Player, 'codec' | 'protocol' | 'search'> {
  readonly config: TrainConfig;
  readonly dataset: Dataset;
  /** Holds the base policy, which becomes the KL reference; also when the run is resumed. */
  readonly engine: Engine;
  readonly judge: Judge;
  /** The configured one unless told. */
  readonly algorithm?: Algorithm;
  /** Starts as the run does; for an algorithm that needs values, and only for one. */
  readonly critic?: Critic;
  /** What searches in training meet at a step, from 1; `search` unless told. */
  readonly trainingSearch?: { readonly id: string; at(step: number): SearchBackend };
  /** The run's own folder. */
  readonly folder: string;
  readonly labels: RunLabels;
  readonly machine: MachineDescription;
  readonly meter: ResourceMeter;
  /** Continue from the newest checkpoint in `folder`, or start where there is none; else `folder` must hold no run. */
  readonly resume?: boolean;
  /** Stops the run after the step in progress, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainEvent) => void;
}
