import type { Random } from '../../../harness/core/random.ts';
import type { Difficulty } from './difficulty.ts';
import { type Unlike, valueDealer } from './draw-values.ts';
import type { NamedKey } from './named-part.ts';
import { planCounts } from './plan-counts.ts';
import { planKeys } from './plan-keys.ts';
import { keySubject } from './world-facts.ts';
import type { CaseFile, Link, Report } from './world.ts';

/** Incidents that must stay in the same part of the split, with what their questions will be. */
export type IncidentUnit =
  | { readonly role: 'plain'; readonly chunks: readonly [Report] }
  | { readonly role: 'partial'; readonly lone: 'fault' | 'phase'; readonly chunks: readonly [Report] }
  | { readonly role: 'recurrence'; readonly chunks: readonly [Report, Report] }
  | { readonly role: 'case'; readonly chunks: readonly [Report, CaseFile] };

/** Draws every incident of a world; ids are shuffled over the units, so that order tells nothing. */
export function planIncidents(
  random: Random,
  difficulty: Difficulty,
  avoid: ReadonlySet<string>,
): IncidentUnit[] {
  const counts = planCounts(difficulty);
  const keys = planKeys(random.fork('keys'), difficulty, counts);
  const dealer = valueDealer(random.fork('values'), avoid);
  const total = counts.plain + counts.partial + 2 * (counts.recurrencePairs + counts.casePairs);
  const ids = random.fork('ids').shuffle(Array.from({ length: total }, (_, index) => chunkId(index + 1)));
  const nextId = (): string => ids.pop() ?? chunkId(0);

  const report = (key: NamedKey, link: Link | null, unlike?: Unlike): Report => {
    const values = dealer.values(keySubject(key), unlike);
    return { kind: 'report', chunkId: nextId(), key, values, link };
  };
  const recurrence = ([first, later]: readonly [NamedKey, NamedKey]): IncidentUnit => {
    const second = report(later, null);
    const link = { kind: 'recurrence', phase: later.phase, chunkId: second.chunkId } as const;
    return { role: 'recurrence', chunks: [report(first, link, { values: second.values }), second] };
  };
  const callSigns = keys.caseOpeners.map((key) => dealer.callSign(keySubject(key)));
  const opened = (key: NamedKey, index: number): IncidentUnit => {
    const callSign = callSigns[index] ?? '';
    const values = dealer.values(`case ${callSign}`, { callSign });
    const file: CaseFile = { kind: 'case-file', chunkId: nextId(), callSign, values };
    const link = { kind: 'case', callSign, chunkId: file.chunkId } as const;
    return { role: 'case', chunks: [report(key, link, { values, callSign }), file] };
  };
  return [
    ...keys.plain.map((key): IncidentUnit => ({ role: 'plain', chunks: [report(key, null)] })),
    ...keys.partials.map(({ key, lone }): IncidentUnit => ({
      role: 'partial',
      lone,
      chunks: [report(key, null)],
    })),
    ...keys.recurrences.map(recurrence),
    ...keys.caseOpeners.map(opened),
  ];
}

function chunkId(number: number): string {
  return `c${String(number).padStart(3, '0')}`;
}
