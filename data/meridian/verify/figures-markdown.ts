import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import type { SearchFigures } from './search-figures.ts';
import type { WorldFigures } from './verify-world.ts';

const partLabels = { heldOut: 'held-out', dev: 'dev', train: 'train' } as const;

/** The figures of a world as Markdown: search by part, search by kind, answers by type, checks. */
export function figuresMarkdown(figures: WorldFigures): string {
  const parts = Object.entries(partLabels).map(([part, label]) =>
    searchRow(label, figures.parts[part as keyof typeof partLabels]),
  );
  const kinds = Object.entries(figures.kinds).map(([kind, row]) => searchRow(kind, row));
  const answers = Object.entries(figures.answers).map(
    ([type, row]) =>
      `| ${type} | ${row.questions} | ${row.distinct} | ${percent(row.mostFrequentShare)} | ${percent(row.heldOutGuess)} |`,
  );
  return [
    `Seed ${figures.seed}; BM25 (k1 1.2, b 0.75), top ${figures.topK}; mean length of a chunk ${figures.meanChunkWords.toFixed(1)} words.`,
    '',
    '| questions | n | verbatim | parts as given | both names of all parts | best single query | oracle | searches of the oracle |',
    '| --- | --: | --: | --: | --: | --: | --: | --: |',
    ...parts,
    ...kinds,
    '',
    '| answer type | questions | distinct answers | most frequent answer | guess from training, held-out |',
    '| --- | --: | --: | --: | --: |',
    ...answers,
    '',
    '| check | found | |',
    '| --- | --- | --- |',
    ...figures.checks.map(
      ({ name, found, passed }) => `| ${name} | ${found} | ${passed ? 'passed' : 'FAILED'} |`,
    ),
    '',
  ].join('\n');
}

function searchRow(label: string, row: SearchFigures): string {
  const shares = [row.verbatim, row.partsAsGiven, row.allNames, row.bestSingle, row.oracle].map(percent);
  return `| ${[label, row.questions, ...shares, row.oracleSearches.toFixed(2)].join(' | ')} |`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

const opening = '<!-- verified figures: written by `twinzero data verify meridian --card` -->';
const closing = '<!-- end of verified figures -->';

/**
 * Puts verified figures between the card's two marks.
 * @throws TwinZeroError `data` when the marks are not there.
 */
export function cardWithFigures(card: string, figures: string): string {
  const start = card.indexOf(opening);
  const end = card.indexOf(closing);
  if (start < 0 || end < start)
    throw new TwinZeroError(
      'data',
      `data/meridian/CARD.md has lost the lines "${opening}" and "${closing}"; put them back`,
    );
  return `${card.slice(0, start + opening.length)}\n\n${figures}\n${card.slice(end)}`;
}
