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
  settingsOf,
  type TrainingGround,
  unavailable,
  type Wording,
  type WorldWith,
} from './baseline.ts';
export { findBaseline, findBaselines } from './find-baselines.ts';
export type { Lesson, LessonMaker, LessonSource, Scene, Speaker } from './lesson.ts';
export { referenceRows } from './reference-rows.ts';
export { tuneBaseline, type TuningRecipe } from './tune-baseline.ts';
export { worldOf } from './world-of.ts';
