// Names for other rooms of search: specifications, backends, wrappers and simulators.
export { type DenseSpec, type DenseWay, denseWays } from './dense/dense-spec.ts';
export { buildIndex, type BuildOptions, type IndexedCorpus } from './lancedb/build-index.ts';
export type { IndexManifest } from './lancedb/index-manifest.ts';
export { lanceDb } from './lancedb/lance-db.ts';
export type { LanceDbSpec } from './lancedb/lancedb-backend.ts';
export { bm25Backend, bm25Index } from './lexical/bm25.ts';
export { FmIndex, isSomewhere } from './lexical/fm-index.ts';
export type { Paraphrase } from './lexical/salted-index.ts';
export { type BroughtSearch, openSearch, type OpenSearch, type SearchParts } from './open-search.ts';
export { crowdedBackend } from './crowded-backend.ts';
export { oracleBackend } from './oracle-backend.ts';
export {
  type DocumentLabel,
  requireRate,
  type SearchBackend,
  type SearchRequest,
  type SearchResult,
} from './search-backend.ts';
export { retrieverBackend, type RetrieverPlace } from './retriever/retriever-backend.ts';
export { retrieveRequest, wikiRequest } from './retriever/retriever-wire.ts';
export {
  encodersOf,
  indexesOf,
  modelsOf,
  searchesCorpus,
  type SearchSpec,
  searchSpec,
  type SimulatorModel,
} from './search-spec.ts';
export { compactFormat, emphasiseAnswer } from './simulator/compact-format.ts';
export {
  type Curriculum,
  curriculumPlot,
  type CurriculumPosition,
  curriculumSchedule,
  curriculumText,
  type ScheduledNoise,
} from './simulator/curriculum.ts';
export { type AskedSearch, askSimulator } from './simulator/quality/ask-simulator.ts';
export {
  type CountOf,
  faithfulness,
  measureSimulator,
  type SimulatorAnswer,
  type SimulatorMeasures,
} from './simulator/quality/measure-simulator.ts';
export {
  type MeasuredSimulator,
  simulatorQualityFile,
  type SimulatorQualityFile,
} from './simulator/quality/simulator-quality-file.ts';
export type { SimulatorFormat, SimulatorKind, SimulatorRequest } from './simulator/simulator-format.ts';
export { noiseBackend } from './wrappers/noise-backend.ts';
export { isWebSpec, webService, webServices, type WebSpec } from './web/web-kinds.ts';
export { type WebPlace, priceOf, webSearches } from './web/web-search.ts';
export type { WebService } from './web/web-service.ts';
