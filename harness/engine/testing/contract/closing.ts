import { type Bench, clause, params, policyOf } from './bench.ts';

/** Closing: once is enough, and twice does no harm. */
export function closingContract(bench: Bench): void {
  const [first] = bench.prompts;

  clause(bench, { title: 'closes twice, unused' }, async () => {
    await policyOf(bench).close();
    await policyOf(bench).close();
  });

  clause(bench, { title: 'closes twice after it sampled, also at once' }, async () => {
    await policyOf(bench).sample(first, params(bench, 1));
    await Promise.all([policyOf(bench).close(), policyOf(bench).close()]);
  });
}
