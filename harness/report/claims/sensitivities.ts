import type { JudgedClaim } from './judge-claims.ts';
import type { Sensitivity } from './sensitivity.ts';

/** Each quantity that the controls were judged in, that of the primary claim first, with the claims that rest on it. */
export function sensitivities(
  claims: readonly JudgedClaim[],
): readonly (readonly [Sensitivity, readonly JudgedClaim[]])[] {
  const found = new Map<string, [Sensitivity, JudgedClaim[]]>();
  for (const judged of claims.toSorted((a, b) => place(a) - place(b))) {
    const { sensitivity, claim } = judged;
    if (sensitivity === null) continue;
    // One quantity may be asked for with another δ, and then the controls can come out otherwise.
    const key = JSON.stringify([sensitivity.quantity, claim.delta]);
    const known = found.get(key) ?? [sensitivity, []];
    known[1].push(judged);
    found.set(key, known);
  }
  return [...found.values()];
}

function place({ claim }: JudgedClaim): number {
  return claim.standing === 'primary' ? 0 : 1;
}
