// Records.
export type { Chunk } from './core/chunk.ts';
export type { Document } from './core/document.ts';
export type { Episode } from './core/episode.ts';
export { groupOf, type Group } from './core/group.ts';
export { holdOut, type HeldOut } from './core/held-out.ts';
export type { Message } from './core/message.ts';
export type { Outcome, UnansweredReason } from './core/outcome.ts';
export type { Question } from './core/question.ts';
export { Random } from './core/random.ts';
export type { SearchRecord } from './core/search-record.ts';
export type { Turn, TurnRole } from './core/turn.ts';
export { TwinZeroError, type ErrorKind } from './core/twin-zero-error.ts';
export type { Verdict } from './core/verdict.ts';

// Data.
export { loadApollo13 } from './data/apollo13/load-apollo13.ts';
export type { Dataset } from './data/dataset.ts';
export { loadMeridian } from './data/meridian/load-meridian.ts';

// Data of simulators.
export { balancePairs } from './data/simulator-pairs/balance-pairs.ts';
export { type LabelledPair, labelPairs, type PairLabelling } from './data/simulator-pairs/label-pairs.ts';
export { pairsOf } from './data/simulator-pairs/pairs-of.ts';
export type { SearchPair } from './data/simulator-pairs/search-pair.ts';

// Search.
export { bm25Backend, type Bm25Options } from './search/bm25-backend.ts';
export { cachedBackend, type CacheOptions, type SearchCache } from './search/cached-backend.ts';
export { type Curriculum, type CurriculumPosition, noisyProbability } from './search/curriculum.ts';
export { curriculumPlot } from './search/curriculum-plot.ts';
export { curriculumSchedule, type ScheduledNoise } from './search/curriculum-schedule.ts';
export type { DocumentLabel } from './search/document-label.ts';
export { faultBackend, type FaultOptions } from './search/fault-backend.ts';
export { noiseBackend, type NoiseOptions } from './search/noise-backend.ts';
export { oracleBackend } from './search/oracle-backend.ts';
export { retryBackend, type SearchRetryOptions } from './search/retry-backend.ts';
export type { SearchBackend, SearchRequest, SearchResult } from './search/search-backend.ts';

// Simulated search.
export {
  chatGenerator,
  type ChatGeneratorOptions,
  type TokenPrice,
} from './search/simulator/chat-generator.ts';
export { compactFormat } from './search/simulator/compact-format.ts';
export { curriculumBackend, type CurriculumOptions } from './search/simulator/curriculum-backend.ts';
export { engineGenerator, type EngineGeneratorOptions } from './search/simulator/engine-generator.ts';
export { paperFormat } from './search/simulator/paper-format.ts';
export { mispairedBackend, type MispairedOptions } from './search/simulator/positional-pairing.ts';
export {
  type CountOf,
  type MeasureOptions,
  measureSimulator,
  type SimulatorMeasures,
} from './search/simulator/quality/measure-simulator.ts';
export type { SimulatorAnswer } from './search/simulator/quality/simulator-answer.ts';
export { simulatorBackend, type SimulatorOptions } from './search/simulator/simulator-backend.ts';
export { simulatorCacheKey } from './search/simulator/simulator-cache-key.ts';
export type { SimulatorFormat } from './search/simulator/simulator-format.ts';
export type { SimulatorKind } from './search/simulator/simulator-kind.ts';
export type { SimulatorRequest } from './search/simulator/simulator-request.ts';
export type { GeneratedText, GenerateOptions, TextGenerator } from './search/simulator/text-generator.ts';

// Engine.
export {
  type CompletionServer,
  completionServer,
  type CompletionServerOptions,
} from './engine/completion/completion-server.ts';
export type { Critic, ValueDatum, ValueLoss, ValueLossOutput } from './engine/critic.ts';
export {
  createEmbeddedCritic,
  type EmbeddedCriticOptions,
} from './engine/embedded/create-embedded-critic.ts';
export { createEmbeddedEngine } from './engine/embedded/create-embedded-engine.ts';
export type { EmbeddedEngine } from './engine/embedded/embedded-engine.ts';
export type { EmbeddedOptions } from './engine/embedded/embedded-options.ts';
export { huggingFaceCodec } from './engine/embedded/hugging-face-codec.ts';
export type {
  AdamParams,
  Datum,
  Engine,
  EngineProfile,
  LossOutput,
  OptimStats,
  SampleParams,
  SampleResult,
} from './engine/engine.ts';
export type { Loss, LossReduction } from './engine/loss.ts';
export type { TextCodec } from './engine/text-codec.ts';

// Rollout.
export type { Action } from './rollout/action.ts';
export { episodeMessages } from './rollout/episode-messages.ts';
export type { EpisodeOptions } from './rollout/episode-options.ts';
export type { EpisodeRow } from './rollout/episode-row.ts';
export type { Limits } from './rollout/limits.ts';
export { playEpisode } from './rollout/play-episode.ts';
export { playEpisodes, type PlayOptions } from './rollout/play-episodes.ts';
export type { ParseContext, Protocol } from './rollout/protocol.ts';
export { readEpisodes } from './rollout/read-episodes.ts';
export { rezeroProtocol, type RezeroOptions } from './rollout/rezero-protocol.ts';
export { searchR1Protocol, type SearchR1Options } from './rollout/search-r1-protocol.ts';
export { withoutSearch } from './rollout/without-search.ts';

// Reward.
export { type EpisodeScore, rewardPreset, rewardPresets, scoreEpisode } from './reward/preset.ts';
export type { RewardName } from './reward/reward-name.ts';
export type { RewardPart, RewardPreset } from './reward/reward-preset.ts';
export type { Reward, RewardValue, Scorable } from './reward/reward.ts';

// Algorithm.
export type { Advantage } from './algorithm/advantage.ts';
export type { Algorithm } from './algorithm/algorithm.ts';
export type { AlgorithmChoice } from './algorithm/algorithm-choice.ts';
export { algorithmNamed } from './algorithm/algorithm-named.ts';
export { drGrpo } from './algorithm/dr-grpo.ts';
export type { Discounts } from './algorithm/generalised-advantage.ts';
export { grpo, type GrpoOptions } from './algorithm/grpo.ts';
export type { PolicyLoss, PolicyLossSettings, PolicyObjective } from './algorithm/policy-loss.ts';
export { ppo, type PpoOptions } from './algorithm/ppo.ts';
export { reinforce, type ReinforceOptions } from './algorithm/reinforce.ts';
export { reinforcePlusPlus, type ReinforcePlusPlusOptions } from './algorithm/reinforce-plus-plus.ts';
export type { RewardedGroup, TrainedTokens } from './algorithm/rewarded-group.ts';
export { rloo } from './algorithm/rloo.ts';

// Training.
export { type CollectedEpisode, collectEpisodes, type CollectOptions } from './train/collect-episodes.ts';
export { describeMachine, type MachineDescription } from './train/describe-machine.ts';
export { processMeter, type ResourceMeter, type Resources } from './train/resources.ts';
export type { RunLabels, RunRecord } from './train/run-record.ts';
export { train, type TrainResult } from './train/train.ts';
export {
  type CriticSettings,
  parseTrainConfig,
  type TrainConfig,
  type TrainEnvironment,
  type Validation,
} from './train/train-config.ts';
export type { TrainEvent } from './train/train-event.ts';
export type { TrainOptions } from './train/train-options.ts';
export { type SimulatorExample, type TuneOptions, tuneSimulator } from './train/tune-simulator.ts';
export type { SearchUsage, Usage } from './train/usage.ts';

// Evaluation.
export { evaluatePolicy, type EvaluationOptions, type JudgedEpisode } from './evaluate/evaluate-policy.ts';
export { exactMatch } from './core/exact-match.ts';
export type { Judge, JudgeInput, TextFunction } from './evaluate/judge.ts';
export { matchJudge } from './evaluate/match-judge.ts';
export type { Player } from './evaluate/player.ts';
export { publishedJudge } from './evaluate/published-judge.ts';
export type { QuestionOutcome } from './evaluate/question-outcome.ts';
export { strictJudge } from './evaluate/strict-judge.ts';
export { subExactMatch } from './core/sub-exact-match.ts';
export { tokenF1 } from './core/token-f1.ts';

// Statistics.
export { areaUnderCurve, type CurvePoint } from './statistics/area-under-curve.ts';
export type { BootstrapOptions } from './statistics/bootstrap-options.ts';
export { clopperPearsonInterval } from './statistics/clopper-pearson-interval.ts';
export { clusterBootstrapInterval } from './statistics/cluster-bootstrap-interval.ts';
export { fisherExact, type FisherResult } from './statistics/fisher-exact.ts';
export { fisherPower, type PowerQuestion } from './statistics/fisher-power.ts';
export { holmCorrection } from './statistics/holm-correction.ts';
export type { Interval } from './statistics/interval.ts';
export { mcnemarExact, type Discordant } from './statistics/mcnemar-exact.ts';
export { newcombeInterval } from './statistics/newcombe-interval.ts';
export { pairedBootstrapInterval } from './statistics/paired-bootstrap-interval.ts';
export type { Proportion } from './statistics/proportion.ts';
export { selectionBias } from './statistics/selection-bias.ts';
export { wilsonInterval } from './statistics/wilson-interval.ts';

// Report and reproductions.
export { compareRuns, type RunComparison } from './report/compare-runs.ts';
export { readRun } from './report/read-run.ts';
export type {
  ArmSpec,
  Claim,
  ClaimResult,
  PaperCurve,
  PaperFigures,
  PaperRow,
  ReportSpec,
} from './report/report-spec.ts';
export type { ReportSection } from './report/report-section.ts';
export type { Results } from './report/results.ts';
export type { Evaluation, MetricsRow, Run } from './report/run.ts';
export type { RunInfo } from './report/run-info.ts';
export { writeReport } from './report/write-report.ts';
export type { NamedCurriculum, Preset } from './reproduce/preset.ts';
export type {
  ArmSetting,
  Profile,
  ProfileName,
  Reproduction,
  RunRequest,
  Setting,
} from './reproduce/reproduction.ts';
