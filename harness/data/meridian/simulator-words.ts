import { type MeridianWords, meridianWords } from './meridian-words.ts';

/** The vocabulary of simulators of Meridian worlds: that of the worlds and of the prompts they are asked with. */
export function simulatorWords(): MeridianWords {
  const { words, pieces } = meridianWords();
  return { words, pieces: [...new Set([...pieces, 'Useful', 'Noisy', 'Answer', 'Query'])].sort() };
}
