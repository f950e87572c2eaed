import { findReproduction, paperReproductions, reproductionNames } from '../reproduce/find-reproductions.ts';
import { reportSpecOf } from '../reproduce/reproduction.ts';
import type { SiteSource } from './publish-site.ts';

/**
 * Every reproduction as the site shows it: the papers' own first, the rest by name, then those of the user.
 * @param own files of these.
 */
export async function siteSources(own: readonly string[]): Promise<SiteSource[]> {
  const papers = await paperReproductions();
  const known = new Set(papers.map(({ id }) => id));
  const others = (await reproductionNames()).filter((name) => !known.has(name));
  return [...papers, ...(await Promise.all([...others, ...own].map(findReproduction)))].map((one) => ({
    title: one.title,
    spec: reportSpecOf(one),
    isPaper: known.has(one.id),
  }));
}
