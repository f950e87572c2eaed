/**
 * Maps `items` with at most `limit` calls in flight; results keep the order of `items`. After the first rejection
 * no call is started, the ones in flight are awaited, and that first rejection is thrown.
 */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  call: (item: T, index: number) => Promise<R>,
  { limit }: { readonly limit: number },
): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (failure !== undefined) return;
      try {
        results[index] = await call(item, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, lane));
  if (failure !== undefined) throw failure.error;
  return results;
}
