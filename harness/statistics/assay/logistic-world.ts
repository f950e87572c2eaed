import type { Random } from '../../core/random.ts';
import { armTable, type ArmPlace, chunkSize, drawn, type World } from './world.ts';

/** Spread on the logit scale: of questions, of chunks, of a question from run to run. */
const spread = { question: 1.5, chunk: 1, play: 0.7 } as const;
const withinRun = Math.hypot(spread.question, spread.chunk, spread.play);

/** Settings of a logistic world. */
export interface LogisticSettings {
  /** Standard deviation of the true accuracy of a run between seeds, in shares. */
  readonly runDeviation: number;
  /** Evaluations that are averaged, default 1: runs and questions stay, answers are drawn anew. */
  readonly evaluations?: number;
  /** Spread on the logit scale of an effect that differs from chunk to chunk and is 0 on average, default 0. */
  readonly chunkEffect?: number;
  /** Shape of the spread of runs, default normal. `heavy`: Student's t with three degrees of freedom. */
  readonly tails?: 'normal' | 'heavy';
}

/**
 * Runs of a large model: every question has a hardness, every run a strength, answers are drawn. An assumption, not a
 * measurement of any model; accuracy without an effect is 50 %.
 */
export function logisticDraw(settings: LogisticSettings): World['draw'] {
  const { runDeviation, evaluations = 1, chunkEffect = 0, tails = 'normal' } = settings;
  const run = runSpread(runDeviation);
  const shifts = new Map<number, number>();
  return (random, design) => {
    const { seeds, chunks, effect } = design;
    const shift = shifts.get(effect) ?? shiftFor(effect, Math.hypot(withinRun, run));
    shifts.set(effect, shift);
    const chunkHardness = drawn(chunks, () => spread.chunk * random.normal());
    const hardness = drawn(chunks * chunkSize, () => spread.question * random.normal());
    const strengths = [0, 1].map(() => drawn(seeds, () => run * deviate(random, tails)));
    const moved = chunkEffect === 0 ? [] : drawn(chunks, () => chunkEffect * random.normal());
    return armTable(design, (arm: ArmPlace, seed, question) => {
      const chunk = Math.floor(question / chunkSize);
      const own = arm === 0 ? shift + (moved[chunk] ?? 0) : 0;
      const at =
        (hardness[question] ?? 0) + (chunkHardness[chunk] ?? 0) + (strengths[arm]?.[seed] ?? 0) + own;
      const chance = logistic(at + spread.play * random.normal());
      let right = 0;
      for (let i = 0; i < evaluations; i += 1) if (random.uniform() < chance) right += 1;
      return right / evaluations;
    });
  };
}

/** A draw of mean 0 and variance 1. */
function deviate(random: Random, tails: 'normal' | 'heavy'): number {
  const normal = random.normal();
  if (tails === 'normal') return normal;
  const chi = Math.hypot(random.normal(), random.normal(), random.normal());
  // t = normal / sqrt(chi^2 / 3) has the variance 3.
  return normal / chi;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The expectation of a function of a standard normal variable, by the trapezoid rule on -8 to 8. */
function expectation(of: (z: number) => number): number {
  let [sum, weights] = [0, 0];
  for (let i = -80; i <= 80; i += 1) {
    const z = i / 10;
    const weight = Math.exp((-z * z) / 2);
    sum += weight * of(z);
    weights += weight;
  }
  return sum / weights;
}

/** The accuracy of a run of this strength. */
function accuracyAt(strength: number): number {
  return expectation((z) => logistic(strength + withinRun * z));
}

/** The spread of runs on the logit scale whose accuracies have this standard deviation. */
function runSpread(deviation: number): number {
  if (deviation === 0) return 0;
  return rootOf((run) => Math.sqrt(expectation((z) => (accuracyAt(run * z) - 0.5) ** 2)) - deviation);
}

/** The shift on the logit scale that moves the accuracy from 50 % by `effect`, all spread taken together. */
function shiftFor(effect: number, total: number): number {
  if (effect === 0) return 0;
  const found = rootOf((shift) => expectation((z) => logistic(shift + total * z)) - 0.5 - Math.abs(effect));
  return Math.sign(effect) * found;
}

/** The root of a rising function between 0 and 16, by bisection to 1e-6. */
function rootOf(of: (x: number) => number): number {
  let [low, high] = [0, 16];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
