import type { NamedKey } from './named-part.ts';
import type { AnswerType, Incident } from './world.ts';

/** The kinds of value, in the order facts are listed. */
export const answerTypes: readonly AnswerType[] = ['officer', 'cause', 'locker'];

/** Subject that a report is known by, whatever names it uses: its entity indices, `component/fault/phase`. */
export function keySubject({ component, fault, phase }: NamedKey): string {
  return `${component.entity}/${fault.entity}/${phase.entity}`;
}

/** Subject that an incident is known by: its key, or the call sign of its case. */
export function incidentSubject(incident: Incident): string {
  return incident.kind === 'case-file' ? `case ${incident.callSign}` : keySubject(incident.key);
}

/** A fact: that `subject` has `value`. Two worlds that share none can't answer each other's questions. */
export function fact(subject: string, type: AnswerType, value: string): string {
  return `${subject}: ${type} ${value}`;
}

/** Every fact that incidents state: three values each, and the case a report became. */
export function worldFacts(incidents: Iterable<Incident>): Set<string> {
  const facts = new Set<string>();
  for (const incident of incidents) {
    const subject = incidentSubject(incident);
    for (const type of answerTypes) facts.add(fact(subject, type, incident.values[type]));
    if (incident.kind === 'report' && incident.link?.kind === 'case')
      facts.add(`${subject}: case ${incident.link.callSign}`);
  }
  return facts;
}
