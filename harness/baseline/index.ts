// Names for other rooms of baselines: their shape, finding them, playing and tuning them.
export {
  type Baseline,
  baselineAnswer,
  type BaselineNeed,
  type BaselineWorld,
  type GivenSettings,
  type NoSettings,
  type PublishedRow,
  type Setting,
  type SettingTable,
  settingsOf,
  type TrainingGround,
  unavailable,
  type Wording,
  type WorldWith,
} from './baseline.ts';
export { baselinesReadme } from './baselines-readme.ts';
export { type Bench, type BenchProfile, defaultBench, findBench } from './bench.ts';
export { type BaselineEvaluation, type BaselineRequest, evaluateBaseline } from './evaluate-baseline.ts';
export { findBaseline, findBaselines } from './find-baselines.ts';
export { publishedText } from './leaderboard-page.ts';
export {
  leaderboardFolder,
  makeLeaderboard,
  type LeaderboardRequest,
  type Published,
} from './leaderboard.ts';
export { type Leaderboard, leaderboardLines, type LeaderboardLine } from './leaderboard-lines.ts';
export { lessonData, playLesson } from './lesson.ts';
export type { Lesson, LessonMaker, LessonSource, Scene, Speaker } from './lesson.ts';
export { referenceRows } from './reference-rows.ts';
export type { Row } from './row.ts';
export { searchesAxes } from './searches-plot.ts';
export { tuneBaseline, type TuningRecipe } from './tune-baseline.ts';
export { wordingOf, worldOf } from './world-of.ts';
