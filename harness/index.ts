// Records.
export type {
  Document,
  Episode,
  Message,
  Outcome,
  SearchRecord,
  Turn,
  TurnRole,
  UnansweredReason,
} from './core/episode.ts';
export { type Group, groupOf } from './core/group.ts';
export type { Chunk, Question } from './core/question.ts';
export { Random } from './core/random.ts';
export { type ErrorKind, TwinZeroError } from './core/twin-zero-error.ts';
export type { Verdict } from './core/verdict.ts';
export { type HeldOut, holdOut } from './data/dataset.ts';

// Data.
export type { Dataset, Split } from './data/dataset.ts';

// Data of simulators.
export {
  balancePairs,
  type LabelledPair,
  labelPairs,
  type PairLabelling,
  pairsOf,
  type SearchPair,
} from './teach/search-pairs.ts';

// Search.
export { bm25Backend, type Bm25Options } from './search/lexical/bm25.ts';
export { oracleBackend } from './search/oracle-backend.ts';
export type { DocumentLabel, SearchBackend, SearchRequest, SearchResult } from './search/search-backend.ts';
export {
  type Curriculum,
  curriculumPlot,
  type CurriculumPosition,
  curriculumSchedule,
  noisyProbability,
  type ScheduledNoise,
} from './search/simulator/curriculum.ts';
export { cachedBackend, type CacheOptions, type SearchCache } from './search/wrappers/cached-backend.ts';
export { faultBackend, type FaultOptions } from './search/wrappers/fault-backend.ts';
export { noiseBackend, type NoiseOptions } from './search/wrappers/noise-backend.ts';
export { retryBackend, type SearchRetryOptions } from './search/wrappers/retry-backend.ts';

// Simulated search.
export { chatGenerator, type ChatGeneratorOptions } from './search/simulator/chat-generator.ts';
export { compactFormat } from './search/simulator/compact-format.ts';
export { curriculumBackend, type CurriculumOptions } from './search/simulator/curriculum-backend.ts';
export { engineGenerator, type EngineGeneratorOptions } from './search/simulator/engine-generator.ts';
export {
  type CountOf,
  type MeasureOptions,
  measureSimulator,
  type SimulatorAnswer,
  type SimulatorMeasures,
} from './search/simulator/quality/measure-simulator.ts';
export { simulatorBackend, type SimulatorOptions } from './search/simulator/simulator-backend.ts';
export {
  simulatorCacheKey,
  type SimulatorFormat,
  type SimulatorKind,
  type SimulatorRequest,
} from './search/simulator/simulator-format.ts';
export type { GeneratedText, GenerateOptions, TextGenerator } from './search/simulator/text-generator.ts';

// Engine.
export { type CompletionServer, completionServer } from './engine/completion/completion-server.ts';
export type { CompletionServerOptions } from './engine/completion/completion-settings.ts';
export type { TokenPrice } from './engine/completion/token-price.ts';
export type { Critic, ValueDatum, ValueLoss, ValueLossOutput } from './engine/critic.ts';
export { huggingFaceCodec, huggingFaceEncoding } from './engine/embedded/text/hugging-face-codec.ts';
export {
  createEmbeddedCritic,
  type EmbeddedCriticOptions,
} from './engine/embedded/worker/create-embedded-critic.ts';
export type {
  AdamParams,
  Datum,
  EngineProfile,
  Learner,
  LossOutput,
  OpenPolicy,
  OptimStats,
  SampleParams,
  Sampler,
  SampleResult,
  SaveOptions,
  Scorer,
  TokenLogprob,
  TokenPolicy,
  Trainable,
} from './engine/engine.ts';
export type { Loss, LossReduction } from './engine/loss.ts';
export { openPolicy, openTokenPolicy, type PolicySpec, policySpec } from './engine/open-policy.ts';
export type { PolicyEngine, PolicyPlace } from './engine/policy-engine.ts';
export { requireHonoured, requireScorer, requireTrainable } from './engine/requirements.ts';
export type { TextCodec, TextEncoding } from './engine/text-codec.ts';
export { folderOf, inFolder, type WeightsRef, weightsRef } from './engine/weights-ref.ts';

// Rollout.
export { episodeMessages } from './core/episode.ts';
export { type Baseline, baselineAnswer, type BaselineNeed, type BaselineWorld } from './baseline/baseline.ts';
export { playEpisode } from './rollout/play-episode.ts';
export { playEpisodes, type PlayOptions } from './rollout/play-episodes.ts';
export { protocolAnswer } from './rollout/protocol-answer.ts';
export { type SearchR1Options, searchR1Protocol } from './rollout/protocols/inline-protocol.ts';
export { type RezeroOptions, rezeroProtocol } from './rollout/protocols/message-protocol.ts';
export type { Action, ParseContext, Protocol } from './rollout/protocols/protocol.ts';
export { withoutSearch } from './rollout/protocols/without-search.ts';
export {
  type Answer,
  type EpisodeOptions,
  LimitReached,
  type Limits,
  type Placement,
  type Room,
  type Said,
  type SayOptions,
  type Tape,
  type TapeOptions,
} from './rollout/tape.ts';
export { type EpisodeRow, readEpisodes } from './run/episode-rows.ts';

// Reward.
export type { Reward, RewardValue, Scorable } from './reward/reward.ts';

// Algorithm.
export type {
  Advantage,
  Algorithm,
  PolicyLoss,
  PolicyLossSettings,
  PolicyObjective,
  RewardedGroup,
  TrainedTokens,
} from './algorithm/algorithm.ts';
export { drGrpo } from './algorithm/dr-grpo.ts';
export { grpo, type GrpoOptions } from './algorithm/grpo.ts';
export { type Discounts, ppo, type PpoOptions } from './algorithm/ppo.ts';
export { reinforcePlusPlus, type ReinforcePlusPlusOptions } from './algorithm/reinforce-plus-plus.ts';
export { reinforce, type ReinforceOptions } from './algorithm/reinforce.ts';
export { rloo } from './algorithm/rloo.ts';

// Training.
export { describeMachine, type MachineDescription } from './run/machine.ts';
export type { RunLabels, RunRecord } from './run/run-record.ts';
export {
  processMeter,
  type ResourceMeter,
  type Resources,
  type SearchUsage,
  type Usage,
} from './run/usage.ts';
export { type CollectedEpisode, collectEpisodes, type CollectOptions } from './teach/collect-episodes.ts';
export { type SimulatorExample, type TuneOptions, tuneSimulator } from './teach/tune-simulator.ts';
export { train, type TrainHooks, type TrainResult } from './train/train.ts';

// Evaluation.
export { exactMatch, subExactMatch, tokenF1 } from './core/answer-match.ts';
export { evaluatePolicy, type EvaluationOptions, type JudgedEpisode } from './evaluate/evaluate-policy.ts';
export { findBaseline, findBaselines } from './baseline/find-baselines.ts';
export type { Judge, JudgeInput, TextFunction } from './judge/judge.ts';
export { matchJudge } from './judge/match.ts';
export { publishedJudge, strictJudge } from './judge/model-judges.ts';
export type { Evaluation, QuestionOutcome } from './run/evaluation-row.ts';

// Statistics.
export { type BootstrapOptions, bootstrapInterval } from './statistics/bootstrap.ts';
export {
  type ArmCell,
  crossedDifference,
  type CrossedInterval,
  crossedPValue,
  crossedRatio,
  type Tally,
} from './statistics/crossed-interval.ts';
export { areaUnderCurve, type CurvePoint } from './statistics/curves.ts';
export {
  type Discordant,
  fisherExact,
  fisherPower,
  type FisherResult,
  holmCorrection,
  mcnemarExact,
  type PowerQuestion,
} from './statistics/exact-tests.ts';
export type { Interval } from './statistics/interval.ts';
export {
  clopperPearsonInterval,
  newcombeInterval,
  type Proportion,
  wilsonInterval,
} from './statistics/proportions.ts';
export { selectionBias } from './statistics/selection.ts';
export {
  type DifferenceVerdict,
  type EffectStandards,
  judgeDifference,
  judgeNonInferiority,
  type NonInferiorityVerdict,
} from './statistics/verdict-rule.ts';

// Report and reproductions.
export type { Claim, ClaimResult, ClaimVerdict } from './report/claims/claim.ts';
export { claimMeasures } from './report/claims/claim-quantity.ts';
export { type ClaimFields, makeClaim } from './report/claims/make-claim.ts';
export { compareRuns, type RunComparison } from './report/measure/compare-runs.ts';
export type { ArmSpec } from './report/measure/summarise-arm.ts';
export { loadReport, writeReport } from './report/pages/build-report.ts';
export type { Results } from './report/read/results.ts';
export type { PaperCurve, PaperFigures, PaperRow, ReportSection, ReportSpec } from './report/report.ts';
export type { DeviationRule } from './reproduce/deviations.ts';
export { evaluateModel } from './reproduce/evaluate-model.ts';
export { findReproduction } from './reproduce/find-reproductions.ts';
export { type Plan, type PlannedJob, planReproduction, type ReproduceRequest } from './reproduce/plan.ts';
export type { NamedCurriculum, Preset } from './reproduce/preset.ts';
export { reproduce, type Reproduced, type ReproduceHooks } from './reproduce/reproduce.ts';
export {
  type Arm,
  configOf,
  type Profile,
  type ProfileName,
  type Reproduction,
  type RunRequest,
} from './reproduce/reproduction.ts';
export { type ArmRun, runArm, type RunHooks } from './reproduce/run-arm.ts';
export type { JobOutcome } from './reproduce/run-job.ts';
export type { MetricsRow } from './run/metrics-row.ts';
export { readRun, type Run } from './run/read-run.ts';

// Configurations and kits.
export { algorithmOf, algorithmSpec, type AlgorithmSpec } from './algorithm/algorithms.ts';
export type { JudgeSpec } from './judge/judges.ts';
export { paidWeights, type RewardSet, type RewardSpec, scoreEpisode } from './reward/rewards.ts';
export { protocolOf, type ProtocolSpec } from './rollout/protocols/protocols.ts';
export { type BroughtParts, type Kit, openKit, openTrainKit, type TrainKit } from './run/open-kit.ts';
export { openRunLog, type RunLog, type RunLogOptions } from './run/open-run-log.ts';
export type { Place } from './run/place.ts';
export { parseRunConfig, type RunConfig } from './run/run-config.ts';
export { readRunRecord } from './run/run-record.ts';
export type { SearchSpec } from './search/search-spec.ts';
export type { TrainEvent } from './train/train-event.ts';
