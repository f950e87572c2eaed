import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { findDataset } from '../../data/find-datasets.ts';
import type { PolicySpec } from '../../engine/index.ts';
import type { DenseSpec, SearchSpec } from '../../search/index.ts';
import type { CheckArm, CheckSearch, ModelCheck, Named, QuestionSet } from './model-check.ts';
import { releasedFolder, releasedPolicy } from './released-weights.ts';

/** A model of the user that plays in the place of those that are checked. */
export interface StandIn {
  readonly spec: PolicySpec;
  /** Its name and licence, as every table shows it. */
  readonly name: string;
}

/** A model of the user that is one of those that are checked, e.g. a served copy; nothing here can tell whether it is. */
export interface StatedCopy {
  readonly spec: PolicySpec;
  /** Id of `data/released-models.json`, and the revision of its weights, both as the user states them. */
  readonly model: string;
  readonly revision: string;
}

/** An encoder of the user that embeds in the place of those of the papers. */
export interface StandInEncoder {
  readonly spec: DenseSpec;
  /** Its name and licence, as every table shows it. */
  readonly name: string;
}

/** What of a check is to be made; each by default all, of the questions the first set. */
export interface CheckChoice {
  readonly arms?: readonly string[] | undefined;
  readonly presets?: readonly string[] | undefined;
  readonly searches?: readonly string[] | undefined;
  readonly questions?: string | undefined;
  readonly standIn?: StandIn | undefined;
  /** Not beside a stand-in. */
  readonly stated?: StatedCopy | undefined;
  readonly encoder?: StandInEncoder | undefined;
}

/** Either the thing itself, or why there is none and the one command that gets it. */
export type Available<T> =
  { readonly kind: 'there'; readonly value: T } | { readonly kind: 'missing'; readonly reason: string };

/** One arm under one preset and one search. */
export interface CheckCell {
  readonly arm: CheckArm;
  readonly preset: Named;
  readonly search: CheckSearch;
  readonly parts: Available<{ readonly policy: PolicySpec; readonly search: SearchSpec }>;
}

/** A check with every cell that it will play. */
export interface CheckPlan {
  readonly check: ModelCheck;
  readonly questions: QuestionSet;
  readonly standIn: StandIn | null;
  readonly stated: StatedCopy | null;
  /** Reason why the data set is not here; null when it is. */
  readonly absent: string | null;
  readonly cells: readonly CheckCell[];
}

/**
 * Plans a check: reads which weights are there, and opens nothing. A stand-in plays the first arm of each method, a stated
 * copy the arms of its model; an encoder that stands in takes the place of the first of those that need one.
 * @throws TwinZeroError `configuration` for an unknown name, and for a stated model that no chosen arm is played by.
 */
export async function planCheck(check: ModelCheck, choice: CheckChoice): Promise<CheckPlan> {
  const { standIn = null, stated = null } = choice;
  const arms = armsOf(check, choice);
  const presets = chosen(check.presets, choice.presets, 'preset');
  const searches = withEncoder(chosen(check.searches, choice.searches, 'search'), choice.encoder);
  const [questions] = chosen(
    check.questions,
    [choice.questions ?? check.questions[0]?.id ?? ''],
    'set of questions',
  );
  if (questions === undefined) throw new TwinZeroError('internal', `${check.id} asks no questions`);
  const found = await Promise.all(searches.map(async (search) => ({ search, spec: await searchOf(search) })));
  const cells: CheckCell[] = [];
  for (const arm of arms) {
    const own = standIn ?? stated;
    const policy = own === null ? await policyOf(arm) : there(own.spec);
    for (const preset of presets)
      for (const { search, spec } of found) cells.push({ arm, preset, search, parts: both(policy, spec) });
  }
  return { check, questions, standIn, stated, absent: (await findDataset(check.dataset)).absent(), cells };
}

function chosen<T extends Named>(all: readonly T[], ids: readonly string[] | undefined, what: string): T[] {
  const unknown = ids?.find((id) => all.every((one) => one.id !== id));
  if (unknown !== undefined)
    throw new TwinZeroError(
      'configuration',
      `there is no ${what} "${unknown}"; known: ${all.map(({ id }) => id).join(', ')}`,
    );
  return all.filter(({ id }) => ids?.includes(id) ?? true);
}

function armsOf(check: ModelCheck, { arms: ids, standIn, stated }: CheckChoice): readonly CheckArm[] {
  const named = chosen(check.arms, ids, 'arm');
  if (stated === undefined) return standIn === undefined || ids !== undefined ? named : firstOfEach(named);
  const played = named.filter(({ models }) => models.includes(stated.model));
  if (played.length > 0) return played;
  const known = [...new Set(named.flatMap(({ models }) => models))].join(', ');
  throw new TwinZeroError(
    'configuration',
    `no arm that is checked here is played by the model "${stated.model}"; give one of ${known}, or leave --policy-is out: the policy then stands in`,
  );
}

/** One search by the encoder that stands in, beside those that need none: it would be the same for all that do. */
function withEncoder(
  named: readonly CheckSearch[],
  encoder: StandInEncoder | undefined,
): readonly CheckSearch[] {
  if (encoder === undefined) return named;
  const { spec, name } = encoder;
  const first = named.find(({ models }) => models.length > 0);
  return named.flatMap((search) => {
    if (search.models.length === 0) return [search];
    return search === first ? [{ ...search, models: [], spec: () => spec, standIn: name }] : [];
  });
}

function firstOfEach(arms: readonly CheckArm[]): CheckArm[] {
  return arms.filter(({ method }, i) => arms.findIndex((arm) => arm.method === method) === i);
}

function there<T>(value: T): Available<T> {
  return { kind: 'there', value };
}

async function policyOf({ models }: CheckArm): Promise<Available<PolicySpec>> {
  for (const id of models) {
    const policy = await releasedPolicy(id);
    if (policy !== null) return there(policy);
  }
  return { kind: 'missing', reason: missing(models) };
}

async function searchOf({ models, spec }: CheckSearch): Promise<Available<SearchSpec>> {
  const folders: string[] = [];
  for (const id of models) {
    const folder = await releasedFolder(id);
    if (folder === null) return { kind: 'missing', reason: missing([id]) };
    folders.push(folder);
  }
  return there(spec(folders));
}

function missing(models: readonly string[]): string {
  return `the weights of ${models.join(' or ')} are not here; run \`twinzero models fetch ${models[0] ?? ''}\``;
}

function both(policy: Available<PolicySpec>, search: Available<SearchSpec>): CheckCell['parts'] {
  if (policy.kind === 'missing') return policy;
  return search.kind === 'missing' ? search : there({ policy: policy.value, search: search.value });
}
