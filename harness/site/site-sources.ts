import { findReproduction, paperReproductions, reproductionNames } from '../reproduce/find-reproductions.ts';
import { reportSpecOf } from '../reproduce/reproduction.ts';
import type { SiteSource } from './publish-site.ts';

/** Every reproduction as the site shows it: the papers' own first, the rest by name. */
export async function siteSources(): Promise<SiteSource[]> {
  const papers = await paperReproductions();
  const known = new Set(papers.map(({ id }) => id));
  const others = (await reproductionNames()).filter((name) => !known.has(name));
  return [...papers, ...(await Promise.all(others.map(findReproduction)))].map((one) => ({
    title: one.title,
    spec: reportSpecOf(one),
    isPaper: known.has(one.id),
  }));
}
