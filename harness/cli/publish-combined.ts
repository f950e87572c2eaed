import { type CombinedPlace, type CombinedSource } from '../report/combined-report.ts';
import { checkCombined, writeCombined } from '../report/write-combined.ts';
import { findReproduction } from '../reproduce/find-reproductions.ts';
import { paperReproductions } from '../reproduce/paper-reproductions.ts';

/** Writes the page of both papers' reproductions; returns its path. */
export async function publishCombined(place: CombinedPlace): Promise<string> {
  return writeCombined(await sources(), place);
}

/** The files `publishCombined` would change. */
export async function staleCombined(place: CombinedPlace): Promise<string[]> {
  return checkCombined(await sources(), place);
}

async function sources(): Promise<CombinedSource[]> {
  const reproductions = await Promise.all(paperReproductions.map(findReproduction));
  return reproductions.map(({ title, report }) => ({ title, spec: report }));
}
