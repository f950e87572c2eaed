import type { ClaimVerdict } from '../report/index.ts';

/** A verdict as the answer to whether a claim was reproduced. */
export interface Answer {
  readonly words: string;
  /** Colour and mark of the answer; never the only thing that tells it. */
  readonly tone: 'yes' | 'part' | 'open' | 'no';
}

/** The answer that each verdict gives to "did it reproduce?". */
export const answers: Readonly<Record<ClaimVerdict, Answer>> = {
  reproduced: { words: 'Yes', tone: 'yes' },
  'non-inferior': { words: 'Yes, not worse', tone: 'yes' },
  'same direction but weaker': { words: 'In part: weaker', tone: 'part' },
  'partly reproduced': { words: 'In part', tone: 'part' },
  'no difference': { words: 'No difference', tone: 'no' },
  inferior: { words: 'No, worse', tone: 'no' },
  opposite: { words: 'No, the opposite', tone: 'no' },
  'cannot tell': { words: 'Cannot tell', tone: 'open' },
  'cannot tell (the run is not sensitive)': { words: 'Cannot tell', tone: 'open' },
  'not comparable': { words: 'Not comparable', tone: 'open' },
};
