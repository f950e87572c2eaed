import type { Random } from '../../core/random.ts';
import { armTable, chunkSize, drawn, type World } from './world.ts';

/** Searches a question on average, of which one is always made; spread of questions on the log scale. */
const mean = 2;
const questionSpread = 0.5;

/**
 * Searches a question: one, and a Poisson count more, whose mean differs by question and by run.
 * @param runSpread of runs on the log scale: 0.25 is 25 %.
 */
export function searchCountDraw(runSpread: number): World['draw'] {
  return (random, design) => {
    const lognormal = (spread: number): number => Math.exp(spread * random.normal() - (spread * spread) / 2);
    const questions = drawn(chunkSize * design.chunks, () => lognormal(questionSpread));
    const runs = [0, 1].map((arm) =>
      drawn(design.seeds, () => lognormal(runSpread) * (mean - 1 + (arm === 0 ? design.effect : 0))),
    );
    return armTable(design, (arm, seed, question) => {
      return 1 + poisson(random, (questions[question] ?? 0) * (runs[arm]?.[seed] ?? 0));
    });
  };
}

/** A Poisson draw by products of uniform ones (Knuth), for small means. */
function poisson(random: Random, rate: number): number {
  const least = Math.exp(-rate);
  let count = 0;
  for (let product = random.uniform(); product > least; product *= random.uniform()) count += 1;
  return count;
}
