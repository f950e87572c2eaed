import type { TopLevelSpec } from 'vega-lite';

/** A figure as Vega-Lite, before it is drawn. */
export type Figure = TopLevelSpec;
