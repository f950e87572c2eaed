/** What a reproduction ended with: all of it, some runs incomplete, or interrupted. */
export type ReproductionExit = 0 | 4 | 130;

/** Reproduces one after another until one is interrupted; the exit code of all of them together. */
export async function inTurn<Plan>(
  plans: readonly Plan[],
  reproduce: (plan: Plan) => Promise<ReproductionExit>,
): Promise<ReproductionExit> {
  let exit: ReproductionExit = 0;
  for (const plan of plans) {
    const code = await reproduce(plan);
    if (code === 130) return 130;
    if (code === 4) exit = 4;
  }
  return exit;
}
