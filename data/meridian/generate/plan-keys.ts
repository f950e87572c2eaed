import type { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import type { Difficulty } from './difficulty.ts';
import { entities } from './entities.ts';
import type { NamedKey, NamedPart } from './named-part.ts';
import type { PlanCounts } from './plan-counts.ts';

/** Entity indices of a key, before names are drawn. */
interface BareKey {
  readonly component: number;
  readonly fault: number;
  readonly phase: number;
}

/** Keys by role; no triple occurs twice. */
export interface KeyPlan {
  /** First and second report of one trouble: component and fault under the same names, another phase. */
  readonly recurrences: readonly (readonly [NamedKey, NamedKey])[];
  readonly caseOpeners: readonly NamedKey[];
  /** `lone`: the part that only this report of the component has. */
  readonly partials: readonly { readonly key: NamedKey; readonly lone: 'fault' | 'phase' }[];
  readonly plain: readonly NamedKey[];
}

/**
 * Draws the keys of a world. A component has its usual faults and phases, so that reports crowd together, and
 * a few lone ones, each in a single report, which two parts identify.
 */
export function planKeys(random: Random, difficulty: Difficulty, counts: PlanCounts): KeyPlan {
  const lone: { key: BareKey; lone: 'fault' | 'phase' }[] = [];
  const free: BareKey[][] = [];
  entities.component.forEach((_, component) => {
    const faults = random.shuffle(entities.fault.map((__, fault) => fault));
    const phases = random.shuffle(entities.phase.map((__, phase) => phase));
    const usualFaults = faults.slice(0, difficulty.faultsPerComponent);
    const usualPhases = phases.slice(0, difficulty.phasesPerComponent);
    for (const fault of faults.slice(usualFaults.length).slice(0, counts.loneParts))
      lone.push({ key: { component, fault, phase: random.pick(usualPhases) }, lone: 'fault' });
    for (const phase of phases.slice(usualPhases.length).slice(0, counts.loneParts))
      lone.push({ key: { component, fault: random.pick(usualFaults), phase }, lone: 'phase' });
    free.push(
      random.shuffle(
        usualFaults.flatMap((fault) => usualPhases.map((phase) => ({ component, fault, phase }))),
      ),
    );
  });
  const order = random.shuffle(free);
  const recurrences = Array.from({ length: counts.recurrencePairs }, (_, index) => {
    const [first, second] = takeRecurrence(order[index % order.length] ?? []);
    const key = named(random, first);
    const later = { ...key, phase: drawName(random, 'phase', second.phase) };
    return [key, later] as const;
  });
  const take = dealer(order);
  return {
    recurrences,
    caseOpeners: Array.from({ length: counts.casePairs }, () => named(random, take())),
    partials: random
      .shuffle(lone)
      .slice(0, counts.partial)
      .map(({ key, lone: part }) => ({ key: named(random, key), lone: part })),
    plain: Array.from({ length: counts.plain }, () => named(random, take())),
  };
}

/** Removes two keys that differ in phase only. */
function takeRecurrence(free: BareKey[]): readonly [BareKey, BareKey] {
  for (const [index, first] of free.entries()) {
    const other = free.findIndex((key, at) => at > index && key.fault === first.fault);
    const second = free[other];
    if (second === undefined) continue;
    free.splice(other, 1);
    free.splice(index, 1);
    return [first, second];
  }
  throw new TwinZeroError(
    'configuration',
    'too many recurrences for faultsPerComponent x phasesPerComponent',
  );
}

/** Deals keys from the components in turn, so that all are reported about equally often. */
function dealer(order: readonly BareKey[][]): () => BareKey {
  return () => {
    const longest = order.reduce((most, free) => (free.length > most.length ? free : most));
    const key = longest.pop();
    if (key === undefined) throw new TwinZeroError('configuration', 'the difficulty leaves too few keys');
    return key;
  };
}

function named(random: Random, key: BareKey): NamedKey {
  return {
    component: drawName(random, 'component', key.component),
    fault: drawName(random, 'fault', key.fault),
    phase: drawName(random, 'phase', key.phase),
  };
}

function drawName(random: Random, part: NamedPart['part'], entity: number): NamedPart {
  return { part, entity, name: random.below(2) === 0 ? 0 : 1 };
}
