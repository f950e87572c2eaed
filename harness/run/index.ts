// Names for other rooms of a run: its configuration, opening it, and its folder, written and read.
export { changedConfig, changesIn, changesText, type ConfigChanges, departures } from './changed-config.ts';
export { collapseSignalRule } from './collapse.ts';
export { episodeRow, type EpisodeRow, readEpisodes } from './episode-rows.ts';
export { openEpisodeStore } from './episode-store.ts';
export {
  type EvaluatedSet,
  type Evaluation,
  isExtendedStep,
  isLate,
  outcomeRow,
  playOutcome,
  type PlayOutcome,
  type QuestionOutcome,
  questionOutcome,
  samplesOf,
  split,
} from './evaluation-row.ts';
export { addFailures, failureOf } from './failure-counts.ts';
export { finishedRun, type PlannedRun } from './finished-run.ts';
export { requireNoneAbove, requireNoneBelow, withLock } from './lock.ts';
export { loadDataset } from './load-dataset.ts';
export { type CorpusSource, indexCorpus, type IndexRequest } from './index-corpus.ts';
export { describeMachine, type MachineDescription } from './machine.ts';
export { metricGuide } from './metric-columns.ts';
export { metricsPage } from './metrics-page.ts';
export type { CriticStats, Health, StepMetrics, UpdateStats } from './metrics-row.ts';
export { assayFile, folderHashes, located, modelFolder, modelHashes } from './model-files.ts';
export {
  type BroughtParts,
  type ExtendedKit,
  type Kit,
  openKit,
  openSearchOver,
  openTrainKit,
  type TrainKit,
} from './open-kit.ts';
export { openRunLog, type RunLog } from './open-run-log.ts';
export { chatOf, type Place } from './place.ts';
export { playedConfig, type Players } from './played-config.ts';
export { type Player, playerOf } from './player.ts';
export type { Progress } from './progress.ts';
export { hasEnded, readRun, type Run } from './read-run.ts';
export { isExtended, parseRunConfig, type RunConfig } from './run-config.ts';
export { referenceRow, type ReferenceRow } from './reference-row.ts';
export { moveAside, runFolder, runFolders } from './run-folder.ts';
export { recordedName, type RunRecord } from './run-record.ts';
export {
  isRight,
  showEpisode,
  shownEpisode,
  type ShownEpisode,
  shownRow,
  type ShownTurn,
} from './shown-episode.ts';
export { addSearches, processMeter, type SearchUsage } from './usage.ts';
export { requireEngine } from './require-runnable.ts';
export { watchRun, type WatchedRun } from './watch-run.ts';
