import { canonicalJson } from '../core/canonical-json.ts';
import { fieldsOf } from '../core/json-fields.ts';
import type { Claim, Controls } from '../report/index.ts';
import { paidWeights } from '../reward/rewards.ts';
import type { RunConfig } from '../run/index.ts';
import { deviationsOf } from './deviations.ts';
import { configOf, type Profile, type ProfileName, profileOf, type Reproduction } from './reproduction.ts';

/** One arm: its name and the rewards it is paid. */
export interface ArmDescription {
  readonly id: string;
  readonly label: string;
  /** Weight of each reward that is paid. */
  readonly rewards: Readonly<Record<string, number>>;
}

/** A reproduction in words and values, without running anything. */
export interface ReproductionDescription {
  readonly id: string;
  readonly title: string;
  readonly paper: string;
  readonly profile: Profile & { readonly name: ProfileName };
  readonly arms: readonly ArmDescription[];
  /** Values that all arms share, by field, e.g. `adam.beta1`. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** Values in which arms differ: by field, then by arm. */
  readonly differences: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly claims: readonly Omit<Claim, 'evaluate' | 'difference'>[];
  /** Null for a reproduction without. */
  readonly controls: Controls | null;
  /** Differences from the paper that are on purpose, over all arms. */
  readonly deviations: readonly string[];
}

/** Collects what a reproduction says of itself at one profile; the seed shown is the profile's first. */
export function describeReproduction(reproduction: Reproduction, name: ProfileName): ReproductionDescription {
  const { id, report, profiles, arms } = reproduction;
  const profile = profileOf({ id, profiles }, name);
  const seed = profile.seeds[0] ?? 1;
  const configs = arms.map((arm) => ({
    arm,
    config: configOf(reproduction, { arm: arm.id, seed, profile }),
  }));
  return {
    id,
    title: report.title,
    paper: report.paper.citation,
    profile: { name, ...profile },
    arms: configs.map(({ arm, config }) => ({
      id: arm.id,
      label: arm.label,
      rewards: paidWeights(config.rewards),
    })),
    ...compareFields(configs.map(({ arm, config }) => [arm.id, configFields(config)])),
    claims: report.claims.map(withoutCode),
    controls: report.controls ?? null,
    deviations: [...new Set(configs.flatMap(({ config }) => deviationsOf(reproduction.deviations, config)))],
  };
}

function withoutCode(claim: Claim): Omit<Claim, 'evaluate' | 'difference'> {
  const { evaluate: _, difference: __, ...words } = claim;
  return words;
}

/** Rewards by their names, so that arms which differ in one weight differ in one field. */
function configFields({ rewards, ...config }: RunConfig): Fields {
  return fieldsOf({
    ...config,
    rewards: Object.fromEntries(rewards.map(({ name, ...rest }) => [name, rest])),
  });
}

type Fields = ReturnType<typeof fieldsOf>;

function compareFields(
  arms: readonly (readonly [arm: string, fields: Fields])[],
): Pick<ReproductionDescription, 'recipe' | 'differences'> {
  const recipe: Record<string, unknown> = {};
  const differences: Record<string, Record<string, unknown>> = {};
  for (const field of new Set(arms.flatMap(([, fields]) => [...fields.keys()]))) {
    const values = arms.map(([arm, fields]) => [arm, fields.get(field) ?? null] as const);
    if (new Set(values.map(([, value]) => canonicalJson(value))).size === 1) recipe[field] = values[0]?.[1];
    else differences[field] = Object.fromEntries(values);
  }
  return { recipe, differences };
}
