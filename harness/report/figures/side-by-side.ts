import type { PanelView } from './band-panel.ts';
import type { Figure } from './figure.ts';

/** Panels in a row, each with its own legend: they may name different series. */
export function sideBySide(panels: readonly PanelView[]): Figure {
  return { hconcat: panels, resolve: { scale: { color: 'independent' } } } as unknown as Figure;
}
