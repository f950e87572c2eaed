// Names for other rooms of reports: claims, measures, sections, tables and pages.
export { type ClaimMeasure, claimMeasures } from './claims/claim-quantity.ts';
export {
  type Claim,
  type ClaimResult,
  type ClaimVerdict,
  type ClaimWords,
  type FindingWords,
  notComparable,
} from './claims/claim.ts';
export { finding } from './claims/finding.ts';
export { sensitivities } from './claims/sensitivities.ts';
export { type JudgedClaim, standingRule, verdictText } from './claims/judge-claims.ts';
export { makeClaim } from './claims/make-claim.ts';
export { makeInteraction } from './claims/make-interaction.ts';
export { armsText, type Controls, sensitivityRule } from './claims/sensitivity.ts';
export { armColor, armSeries, metricCurve } from './figures/arm-series.ts';
export { bandPanel, type Figure, type PanelView, type Series, sideBySide } from './figures/band-panel.ts';
export { dosePanel, type DosePoint, type DoseSeries } from './figures/dose-panel.ts';
export { intervalPlot } from './figures/interval-plot.ts';
export { renderSvg } from './figures/render-svg.ts';
export { armDifference, type ScorePair } from './measure/arm-difference.ts';
export { armCurve, bandOver, type BandPoint } from './measure/arm-curve.ts';
export { armPairs, comparableRule, type Comparison, sameRuns } from './measure/arm-pairs.ts';
export { collapseRule, collapseStep } from './measure/collapse-step.ts';
export { compareRuns, type RunComparison } from './measure/compare-runs.ts';
export { costText, type RunCost, runCost } from './measure/run-cost.ts';
export {
  type ComparedSide,
  compareSides,
  type SideComparison,
  type SideOptions,
} from './measure/compare-sides.ts';
export { comparisonSentence } from './measure/comparison-sentence.ts';
export { estimate, type Estimate, estimateRule } from './measure/estimate.ts';
export { lastThirdScores } from './measure/last-third.ts';
export {
  accuracy,
  evaluationsOf,
  firstFound,
  type Measure,
  recovery,
  type Score,
  scoresAt,
  searches,
} from './measure/score.ts';
export { type ArmSummary, summariseArm } from './measure/summarise-arm.ts';
export { type StepAccuracy, summariseRun } from './measure/summarise-run.ts';
export { type SeedRange, type ThirdMeans, thirdMeans } from './measure/third-means.ts';
export type { AuthorsCode } from './pages/authors-lines.ts';
export { loadReport, requirePrintable, staleReportFiles, writeReport } from './pages/build-report.ts';
export { type CombinedPlace, type CombinedSource, loadCombinedReport } from './pages/combined-report.ts';
export { readEpisodeSample } from './pages/episode-sample.ts';
export { type GeneratedFiles, staleGenerated, writeGenerated } from './pages/generated-files.ts';
export { printedSections, type PrintedSection } from './pages/printed-section.ts';
export { runChanges } from './read/changed-runs.ts';
export { hasReadmeBlock, isReadmeBlockCurrent, writeReadmeBlock } from './pages/readme-block.ts';
export { verdictAssayPage } from './pages/verdict-assay-page.ts';
export { checkCombined, combinedFolder, writeCombined } from './pages/write-combined.ts';
export type { AssayedPolicy, PolicyAssaysFile } from './read/policy-assays-file.ts';
export { readMeasured, type Results } from './read/results.ts';
export {
  namedInCommands,
  type PaperCurve,
  type PaperFigures,
  type PaperLevel,
  type PaperRow,
  type Report,
  type ReportSection,
  type ReportSpec,
} from './report.ts';
export { describeDifference } from './claims/compared-arms.ts';
export { curvesCsv } from './tables/curves-csv.ts';
export { summaryCsv } from './tables/summary-csv.ts';
export { csvTable } from './tables/csv-table.ts';
export { casesText, estimateCells, estimateColumns, estimateText, sizeText } from './tables/estimate-text.ts';
export {
  csvNumber,
  deltaText,
  duration,
  none,
  pValue,
  seedCount,
  signedWithInterval,
  type Unit,
  withInterval,
} from './tables/format.ts';
export { mainArms, mainColumns, mainTable } from './tables/main-table.ts';
export { bullets, escapeMarkdown, type Markdown } from './tables/markdown.ts';
export { type MarkdownCell, markdownTable } from './tables/markdown-table.ts';
export { deviationLines, provenanceLines } from './tables/provenance.ts';
export { runColumns, runTable } from './tables/run-table.ts';
export { paperTableCsv, paperTableMarkdown, paperTableSection } from './tables/paper-table-section.ts';
export type { PaperPercentage, PaperTable } from './tables/paper-table.ts';
export { countShare, simulatorQualityTable } from './tables/simulator-quality-table.ts';
