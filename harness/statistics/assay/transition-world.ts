import { armTable, type ArmPlace, chunkSize, drawn, of64, type World } from './world.ts';

/** Questions of 64 that are right from the start, and those that come in the climb, one after another. */
const known = 28;
const coming = 18;

/** Progress of a run in questions of 64, its spread between seeds (shared by the arms) and runs, and of an answer. */
const progress = { mean: 6, seed: 2, run: 1.75, answer: 1 } as const;

/** One evaluation in the middle of a climb, where runs of equal worth are some steps apart. */
export const transitionDraw: World['draw'] = (random, design) => {
  const questions = chunkSize * design.chunks;
  const scale = questions / 64;
  const start = of64(known, design);
  const later = random.shuffle(drawn(questions - start, () => 0).map((_, i) => start + i));
  const thresholds = new Map(
    later.slice(0, of64(coming, design)).map((question, i) => [question, i + 0.5] as const),
  );
  const seedPart = drawn(design.seeds, () => progress.seed * random.normal());
  const reached = [0, 1].map((arm) =>
    seedPart.map((shared) => {
      const own = progress.mean + shared + progress.run * random.normal();
      return scale * (own + (arm === 0 ? 64 * design.effect : 0));
    }),
  );
  return armTable(design, (arm: ArmPlace, seed, question) => {
    if (question < start) return 1;
    const threshold = thresholds.get(question);
    if (threshold === undefined) return 0;
    const at = (reached[arm]?.[seed] ?? 0) + scale * progress.answer * random.normal();
    return Number(at > threshold);
  });
};
