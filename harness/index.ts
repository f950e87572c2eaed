// Records.
export type { Chunk } from './core/question.ts';
export type { Document } from './core/episode.ts';
export type { Episode } from './core/episode.ts';
export { groupOf, type Group } from './core/group.ts';
export { holdOut, type HeldOut } from './data/dataset.ts';
export type { Message } from './core/episode.ts';
export type { Outcome, UnansweredReason } from './core/episode.ts';
export type { Question } from './core/question.ts';
export { Random } from './core/random.ts';
export type { SearchRecord } from './core/episode.ts';
export type { Turn, TurnRole } from './core/episode.ts';
export { TwinZeroError, type ErrorKind } from './core/twin-zero-error.ts';
export type { Verdict } from './core/verdict.ts';

// Data.
export type { Dataset, Split } from './data/dataset.ts';

// Data of simulators.
export { balancePairs } from './teach/search-pairs.ts';
export { type LabelledPair, labelPairs, type PairLabelling } from './teach/search-pairs.ts';
export { pairsOf } from './teach/search-pairs.ts';
export type { SearchPair } from './teach/search-pairs.ts';

// Search.
export { bm25Backend, type Bm25Options } from './search/lexical/bm25.ts';
export { cachedBackend, type CacheOptions, type SearchCache } from './search/wrappers/cached-backend.ts';
export { type Curriculum, type CurriculumPosition, noisyProbability } from './search/simulator/curriculum.ts';
export { curriculumPlot } from './search/simulator/curriculum.ts';
export { curriculumSchedule, type ScheduledNoise } from './search/simulator/curriculum.ts';
export type { DocumentLabel } from './search/search-backend.ts';
export { faultBackend, type FaultOptions } from './search/wrappers/fault-backend.ts';
export { noiseBackend, type NoiseOptions } from './search/wrappers/noise-backend.ts';
export { oracleBackend } from './search/oracle-backend.ts';
export { retryBackend, type SearchRetryOptions } from './search/wrappers/retry-backend.ts';
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
export {
  type CountOf,
  type MeasureOptions,
  measureSimulator,
  type SimulatorMeasures,
} from './search/simulator/quality/measure-simulator.ts';
export type { SimulatorAnswer } from './search/simulator/quality/measure-simulator.ts';
export { simulatorBackend, type SimulatorOptions } from './search/simulator/simulator-backend.ts';
export { simulatorCacheKey } from './search/simulator/simulator-format.ts';
export type { SimulatorFormat } from './search/simulator/simulator-format.ts';
export type { SimulatorKind } from './search/simulator/simulator-format.ts';
export type { SimulatorRequest } from './search/simulator/simulator-format.ts';
export type { GeneratedText, GenerateOptions, TextGenerator } from './search/simulator/text-generator.ts';

// Engine.
export { type CompletionServer, completionServer } from './engine/completion/completion-server.ts';
export type { CompletionServerOptions } from './engine/completion/completion-settings.ts';
export type { Critic, ValueDatum, ValueLoss, ValueLossOutput } from './engine/critic.ts';
export {
  createEmbeddedCritic,
  type EmbeddedCriticOptions,
} from './engine/embedded/worker/create-embedded-critic.ts';
export { huggingFaceCodec, huggingFaceEncoding } from './engine/embedded/text/hugging-face-codec.ts';
export type {
  AdamParams,
  Datum,
  EngineProfile,
  Learner,
  LossOutput,
  OpenPolicy,
  OptimStats,
  SampleParams,
  SampleResult,
  Sampler,
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
export type { Action } from './rollout/protocols/protocol.ts';
export { episodeMessages } from './core/episode.ts';
export type { EpisodeOptions } from './rollout/tape.ts';
export type { EpisodeRow } from './run/episode-rows.ts';
export type { Limits } from './rollout/tape.ts';
export { type Baseline, baselineAnswer, type BaselineNeed, type BaselineWorld } from './rollout/baseline.ts';
export { LimitReached } from './rollout/tape.ts';
export type { Answer, Placement, Room, Said, SayOptions, Tape, TapeOptions } from './rollout/tape.ts';
export { playEpisode } from './rollout/play-episode.ts';
export { playEpisodes, type PlayOptions } from './rollout/play-episodes.ts';
export type { ParseContext, Protocol } from './rollout/protocols/protocol.ts';
export { protocolAnswer } from './rollout/protocol-answer.ts';
export { readEpisodes } from './run/episode-rows.ts';
export { rezeroProtocol, type RezeroOptions } from './rollout/protocols/message-protocol.ts';
export { searchR1Protocol, type SearchR1Options } from './rollout/protocols/inline-protocol.ts';
export { withoutSearch } from './rollout/protocols/without-search.ts';

// Reward.
export type { Reward, RewardValue, Scorable } from './reward/reward.ts';

// Algorithm.
export type { Advantage } from './algorithm/algorithm.ts';
export type { Algorithm } from './algorithm/algorithm.ts';
export { drGrpo } from './algorithm/dr-grpo.ts';
export type { Discounts } from './algorithm/ppo.ts';
export { grpo, type GrpoOptions } from './algorithm/grpo.ts';
export type { PolicyLoss, PolicyLossSettings, PolicyObjective } from './algorithm/algorithm.ts';
export { ppo, type PpoOptions } from './algorithm/ppo.ts';
export { reinforce, type ReinforceOptions } from './algorithm/reinforce.ts';
export { reinforcePlusPlus, type ReinforcePlusPlusOptions } from './algorithm/reinforce-plus-plus.ts';
export type { RewardedGroup, TrainedTokens } from './algorithm/algorithm.ts';
export { rloo } from './algorithm/rloo.ts';

// Training.
export { type CollectedEpisode, collectEpisodes, type CollectOptions } from './teach/collect-episodes.ts';
export { describeMachine, type MachineDescription } from './run/machine.ts';
export { processMeter, type ResourceMeter, type Resources } from './run/usage.ts';
export type { RunLabels, RunRecord } from './run/run-record.ts';
export { train, type TrainResult } from './train/train.ts';
export { type SimulatorExample, type TuneOptions, tuneSimulator } from './teach/tune-simulator.ts';
export type { SearchUsage, Usage } from './run/usage.ts';

// Evaluation.
export { findBaseline, findBaselines } from './evaluate/find-baselines.ts';
export { evaluatePolicy, type EvaluationOptions, type JudgedEpisode } from './evaluate/evaluate-policy.ts';
export { exactMatch } from './core/answer-match.ts';
export type { Judge, JudgeInput, TextFunction } from './judge/judge.ts';
export { matchJudge } from './judge/match.ts';
export { publishedJudge } from './judge/model-judges.ts';
export type { Evaluation, QuestionOutcome } from './run/evaluation-row.ts';
export { strictJudge } from './judge/model-judges.ts';
export { subExactMatch } from './core/answer-match.ts';
export { tokenF1 } from './core/answer-match.ts';

// Statistics.
export { areaUnderCurve, type CurvePoint } from './statistics/curves.ts';
export type { BootstrapOptions } from './statistics/bootstrap.ts';
export { clopperPearsonInterval } from './statistics/proportions.ts';
export { clusterBootstrapInterval } from './statistics/bootstrap.ts';
export { fisherExact, type FisherResult } from './statistics/exact-tests.ts';
export { fisherPower, type PowerQuestion } from './statistics/exact-tests.ts';
export { holmCorrection } from './statistics/exact-tests.ts';
export type { Interval } from './statistics/interval.ts';
export { mcnemarExact, type Discordant } from './statistics/exact-tests.ts';
export { newcombeInterval } from './statistics/proportions.ts';
export { pairedBootstrapInterval } from './statistics/bootstrap.ts';
export type { Proportion } from './statistics/proportions.ts';
export { selectionBias } from './statistics/selection.ts';
export { wilsonInterval } from './statistics/proportions.ts';

// Report and reproductions.
export { compareRuns, type RunComparison } from './report/measure/compare-runs.ts';
export { readRun } from './run/read-run.ts';
export type { Claim, ClaimResult, ClaimVerdict } from './report/claims/claim.ts';
export { type ClaimFields, makeClaim } from './report/claims/make-claim.ts';
export type { ArmSpec } from './report/measure/summarise-arm.ts';
export type { PaperCurve, PaperFigures, PaperRow, ReportSpec } from './report/report.ts';
export type { ReportSection } from './report/report.ts';
export type { Results } from './report/read/results.ts';
export type { Run } from './run/read-run.ts';
export type { MetricsRow } from './run/metrics-row.ts';
export { loadReport, writeReport } from './report/pages/build-report.ts';
export type { NamedCurriculum, Preset } from './reproduce/preset.ts';
export type { Profile, ProfileName, Reproduction, RunRequest } from './reproduce/reproduction.ts';

// Configurations and kits.
export { algorithmOf, algorithmSpec, type AlgorithmSpec } from './algorithm/algorithms.ts';
export { type JudgeSpec } from './judge/judges.ts';
export { paidWeights, type RewardSet, type RewardSpec, scoreEpisode } from './reward/rewards.ts';
export { protocolOf, type ProtocolSpec } from './rollout/protocols/protocols.ts';
export { type BroughtParts, type Kit, openKit, openTrainKit, type TrainKit } from './run/open-kit.ts';
export { openRunLog, type RunLog, type RunLogOptions } from './run/open-run-log.ts';
export type { Place } from './run/place.ts';
export { parseRunConfig, type RunConfig } from './run/run-config.ts';
export { readRunRecord } from './run/run-record.ts';
export type { SearchSpec } from './search/search-spec.ts';
export type { TrainEvent } from './train/train-event.ts';
