import { armTable, chunkSize, drawn, of64, type World } from './world.ts';

/** Questions of 64: right at the start, those of them that training may lose, and those that a breakthrough opens. */
const start = 29;
const losable = 23;
const opened = 18;

/** Chance of an answer that the noise of a seed turns over in both arms, and of a lost question. */
const chance = { turned: 0.03, lost: 0.05 } as const;

/** Share of the opened questions that a breakthrough solves, from and to. */
const solved = { least: 0.25, most: 0.8 } as const;

/** Gain in accuracy of a run that breaks through. */
const gain = (opened / 64) * ((solved.least + solved.most) / 2 - chance.turned);

/**
 * Runs that stay where they began but for a few questions, of which some find the second hop, as the arms trained on a
 * simulator did.
 * @param share of runs that find it, 0 to 1, in both arms; an effect is made by more of them in the treatment arm.
 */
export function breakthroughDraw(share: number): World['draw'] {
  return (random, design) => {
    const questions = chunkSize * design.chunks;
    const place = random.shuffle(drawn(questions, () => 0).map((_, i) => i));
    const [right, losing] = [of64(start, design), of64(losable, design)];
    const opening = right + of64(opened, design);
    const noise = drawn(design.seeds * questions, () => random.uniform());
    const shares = [share + design.effect / gain, share];
    const found = shares.map((breaking) =>
      Array.from({ length: design.seeds }, () =>
        random.uniform() < breaking ? solved.least + (solved.most - solved.least) * random.uniform() : null,
      ),
    );
    return armTable(design, (arm, seed, question) => {
      const kind = place[question] ?? 0;
      const broken = found[arm]?.[seed] ?? null;
      if (broken !== null && kind >= right && kind < opening) return Number(random.uniform() < broken);
      if (kind < losing && random.uniform() < chance.lost) return 0;
      const turned = (noise[seed * questions + question] ?? 1) < chance.turned;
      return Number(kind < right !== turned);
    });
  };
}
