/** The leaves of a value by dotted path such as `adam.beta1`; a list is a leaf, what is undefined is left out. */
export function fieldsOf(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([[path, value]]);
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return new Map(
    entries.flatMap(([key, field]) => [...fieldsOf(field, path === '' ? key : `${path}.${key}`)]),
  );
}
