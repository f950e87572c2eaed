import type { Random } from '../../core/random.ts';
import type { Difficulty } from './difficulty.ts';
import { valueDealer } from './draw-values.ts';
import type { NamedKey } from './named-part.ts';
import { planCounts } from './plan-counts.ts';
import { planKeys } from './plan-keys.ts';
import type { CaseFile, Link, Report, Values } from './world.ts';
import { incidentSubject } from './world-facts.ts';

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

  const report = (key: NamedKey, link: Link | null, unlike?: Values): Report => {
    const bare = { kind: 'report', chunkId: nextId(), key, link } as const;
    const subject = incidentSubject({ ...bare, values: { officer: '', cause: '', locker: '' } });
    return { ...bare, values: dealer.values(subject, unlike) };
  };
  const recurrence = ([first, later]: readonly [NamedKey, NamedKey]): IncidentUnit => {
    const second = report(later, null);
    const link = { kind: 'recurrence', phase: later.phase, chunkId: second.chunkId } as const;
    return { role: 'recurrence', chunks: [report(first, link, second.values), second] };
  };
  const opened = (key: NamedKey): IncidentUnit => {
    const opener = report(key, null);
    const callSign = dealer.callSign(incidentSubject(opener));
    const values = dealer.values(`case ${callSign}`, opener.values);
    const file: CaseFile = { kind: 'case-file', chunkId: nextId(), callSign, values };
    return {
      role: 'case',
      chunks: [{ ...opener, link: { kind: 'case', callSign, chunkId: file.chunkId } }, file],
    };
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
