import { z } from 'zod';

/** A kind of thing that a configuration may name: the schema of its settings, and what they make. */
export interface Kind<Spec extends z.ZodObject = z.ZodObject, Made = unknown> {
  readonly spec: Spec;
  readonly make: (spec: z.output<Spec>) => Made;
}

/** Declares a kind; its settings are inferred from the schema. */
export function kind<Spec extends z.ZodObject, Made>(
  spec: Spec,
  make: (spec: z.output<Spec>) => Made,
): Kind<Spec, Made> {
  return { spec, make };
}

type SpecsOf<Kinds extends readonly { readonly spec: z.ZodObject }[]> = {
  readonly [Place in keyof Kinds]: Kinds[Place]['spec'];
};

/** The schemas of a table of kinds, e.g. for a discriminated union: the table is the list of what there is. */
export function specsOf<const Kinds extends readonly { readonly spec: z.ZodObject }[]>(
  kinds: Kinds,
): SpecsOf<Kinds> {
  return kinds.map(({ spec }) => spec) as unknown as SpecsOf<Kinds>;
}

/** Makes what `spec`, which one of the kinds has parsed, stands for; `field` is the one that names the kind. */
export function makeKind<Made, Field extends string>(
  kinds: readonly { readonly spec: z.ZodObject; readonly make: (spec: never) => Made }[],
  field: Field,
  spec: Readonly<Record<Field, string>>,
): Made {
  const found = kinds.find((one) => one.spec.shape[field]?.safeParse(spec[field]).success === true);
  // A spec that was parsed has a kind; one made by hand may not.
  if (found === undefined) throw new Error(`no ${field} "${spec[field]}"`);
  return (found.make as (spec: unknown) => Made)(spec);
}
