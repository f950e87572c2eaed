/** The reproductions of the two papers, in the order in which `twinzero reproduce all` runs them. */
export const paperReproductions: readonly string[] = ['rezero', 'zerosearch'];

/** What names them all on the command line; no reproduction may have this name. */
export const allPapers = 'all';
