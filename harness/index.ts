// What a user of the package needs, in the order of docs/api.md. Rooms offer more to their neighbours: `twinzero/engine`
// is `harness/engine/index.ts`, and so on.

// Score: answers, episodes, and rewards of your own.
export { exactMatch, subExactMatch, tokenF1 } from './core/answer-match.ts';
export {
  type EpisodeScore,
  type OwnRewards,
  type RewardSet,
  type RewardSpec,
  scoreEpisode,
} from './reward/rewards.ts';
export type { Reward, RewardValue, Scorable } from './reward/reward.ts';
export { rescore, type Rescored, type RescoreRow } from './evaluate/rescore.ts';
export { type Judge, type JudgeInput } from './judge/judge.ts';
export { matchJudge } from './judge/match.ts';
export type { Verdict } from './core/verdict.ts';

// Questions and episodes.
export type { Chunk, Question } from './core/question.ts';
export type { Dataset, Split } from './data/dataset.ts';
export { type HeldOut, holdOut } from './data/dataset.ts';
export type { DatasetSource } from './data/dataset-source.ts';
export {
  answered,
  type Document,
  type Episode,
  episodeMessages,
  type Message,
  type Outcome,
  type SearchRecord,
  type Turn,
  unanswered,
  type UnansweredReason,
} from './core/episode.ts';
export { Random } from './core/random.ts';
export { type ErrorKind, TwinZeroError } from './core/twin-zero-error.ts';

// Policies and servers.
export { openPolicy, type PolicySpec } from './engine/open-policy.ts';
export type { PolicyPlace } from './engine/policy-engine.ts';
export type { OpenPolicy, SampleParams, SampleResult } from './engine/engine.ts';
export {
  type ChatClient,
  chatClient,
  type ChatMessage,
  type ChatReply,
  type ChatRequest,
} from './engine/completion/chat-client.ts';
export { type CompletionServer, completionServer } from './engine/completion/completion-server.ts';
export type { CompletionServerOptions } from './engine/completion/completion-settings.ts';
export type { TokenPrice } from './engine/completion/token-price.ts';

// Search.
export type { SearchBackend, SearchRequest, SearchResult } from './search/search-backend.ts';
export { bm25Backend, type Bm25Options } from './search/lexical/bm25.ts';
export { noiseBackend, type NoiseOptions } from './search/wrappers/noise-backend.ts';
export type { SearchSpec } from './search/search-spec.ts';
export type { BroughtSearch } from './search/open-search.ts';
export type { SimulatorFormat } from './search/simulator/simulator-format.ts';

// Play: a method holds a tape, and says, searches and answers on it.
export { type Answer, LimitReached, type Limits, type Tape } from './rollout/tape.ts';
export { playEpisodes, type PlayOptions } from './rollout/play-episodes.ts';
export type { Protocol } from './rollout/protocols/protocol.ts';
export { protocolAnswer } from './rollout/protocol-answer.ts';

// Configure and open.
export { parseRunConfig, type RunConfig } from './run/run-config.ts';
export { type BroughtParts, type Kit, openKit, openTrainKit, type TrainKit } from './run/open-kit.ts';
export type { Place } from './run/place.ts';

// Evaluate: a policy, a method of your own, a baseline.
export { evaluatePolicy, type EvaluationOptions, type JudgedEpisode } from './evaluate/evaluate-policy.ts';
export { type EvaluationRequest, evaluateModel, type ModelEvaluation } from './reproduce/evaluate-model.ts';
export { type Baseline, baselineAnswer, type BaselineNeed, type BaselineWorld } from './baseline/baseline.ts';
export { findBaseline, findBaselines } from './baseline/find-baselines.ts';
export { worldOf } from './baseline/world-of.ts';
export type { QuestionOutcome } from './run/evaluation-row.ts';

// Train, and read what training wrote.
export { type ConfiguredRun, type RunHooks, trainInto } from './reproduce/run-arm.ts';
export type { TrainEvent } from './train/train-event.ts';
export type { TrainResult } from './train/train.ts';
export { readRun, type Run } from './run/read-run.ts';
export type { RunRecord } from './run/run-record.ts';
export type { MetricsRow } from './run/metrics-row.ts';
export { type EpisodeRow, readEpisodes } from './run/episode-rows.ts';

// Reproductions and claims.
export { findReproduction } from './reproduce/find-reproductions.ts';
export {
  type Arm,
  configOf,
  type Profile,
  type ProfileName,
  type Reproduction,
  type Scale,
} from './reproduce/reproduction.ts';
export type { DeviationRule } from './reproduce/deviations.ts';
export { planReproduction, type ReproduceRequest } from './reproduce/plan.ts';
export { type Reproduced, type ReproduceHooks, reproduce } from './reproduce/reproduce.ts';
export { claimMeasures } from './report/claims/claim-quantity.ts';
export { type ClaimFields, makeClaim } from './report/claims/make-claim.ts';
export { type InteractionFields, makeInteraction } from './report/claims/make-interaction.ts';
export type { Claim, ClaimResult } from './report/claims/claim.ts';
export type { Controls } from './report/claims/sensitivity.ts';
export type { PaperFigures, PaperRow, ReportSpec } from './report/report.ts';
export { loadReport, writeReport } from './report/pages/build-report.ts';

// Statistics.
export type { Interval } from './statistics/interval.ts';
export { newcombeInterval, type Proportion, wilsonInterval } from './statistics/proportions.ts';
export { type BootstrapOptions, bootstrapInterval } from './statistics/bootstrap.ts';
export { type ArmCell, crossedDifference, type CrossedInterval } from './statistics/crossed-interval.ts';
export { holmCorrection, mcnemarExact } from './statistics/exact-tests.ts';
