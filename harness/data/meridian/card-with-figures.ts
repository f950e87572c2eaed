import { TwinZeroError } from '../../core/twin-zero-error.ts';

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
