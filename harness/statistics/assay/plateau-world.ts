import { armTable, chunkSize, drawn, of64, type World } from './world.ts';

/** Settings of a plateau. */
export interface PlateauSettings {
  /** Questions of 64 that are now right, now wrong; 19 are never right, the rest always. */
  readonly unstable: number;
  /** Correlation of an unstable question's answers in the two arms of a seed, 0 to 1. */
  readonly shared: number;
}

/** Chance that an unstable question is right, and one that an effect has opened. */
const chance = { unstable: 0.85, opened: 0.9 } as const;
const never = 19;

/**
 * Two arms that have learned what there is to learn, as ReZero's did: most questions are always right or never, and what
 * differs from seed to seed is chance in evaluation that both arms share. An effect opens questions that were never
 * right, or closes ones that always were.
 */
export function plateauDraw({ unstable, shared }: PlateauSettings): World['draw'] {
  return (random, design) => {
    const questions = chunkSize * design.chunks;
    const order = random.shuffle(drawn(questions, () => 0).map((_, i) => i));
    const wavering = new Set(order.slice(0, of64(unstable, design)));
    const closed = order.slice(questions - of64(never, design));
    const wrong = new Set(closed);
    const pool = design.effect > 0 ? closed : order.slice(wavering.size, questions - closed.length);
    const share = Math.abs(design.effect * questions) / chance.opened / pool.length;
    const moved = new Set(pool.filter(() => random.uniform() < share));
    const common = drawn(design.seeds * questions, () => random.uniform());
    return armTable(design, (arm, seed, question) => {
      if (wavering.has(question)) {
        const copied = random.uniform() < Math.sqrt(shared);
        const draw = copied ? (common[seed * questions + question] ?? 0) : random.uniform();
        return Number(draw < chance.unstable);
      }
      const usual = wrong.has(question) ? 0 : 1;
      if (arm === 0 && moved.has(question) && random.uniform() < chance.opened) return 1 - usual;
      return usual;
    });
  };
}
