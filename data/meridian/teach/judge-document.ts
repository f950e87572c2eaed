import type { Document } from '../../../harness/core/episode.ts';
import { keyParts, sameEntity } from '../generate/named-part.ts';
import type { CaseFile, Incident, Link, PosedQuestion, Report, World } from '../generate/world.ts';

/** Judgement on a document by a reader who knows every name. */
export type Finding =
  | { readonly kind: 'match'; readonly incident: Incident }
  | { readonly kind: 'bridge'; readonly incident: Report; readonly link: Link }
  | { readonly kind: 'miss'; readonly incident: Incident };

/**
 * Judges documents as a reader of the question could: by the key or case they name, and by the link of the first
 * chunk once that has been read, never by ids of gold chunks. The best document speaks: a match, else a bridge,
 * else the first; null when there is none of this world.
 */
export function judgeDocuments(
  world: World,
  posed: PosedQuestion,
  { documents, link }: { readonly documents: readonly Document[]; readonly link: Link | null },
): Finding | null {
  const findings = documents.flatMap(({ id }) => {
    const incident = world.incidents.get(id);
    return incident === undefined ? [] : [judgeIncident(incident, posed, link)];
  });
  const ofKind = (kind: Finding['kind']): Finding | undefined =>
    findings.find((finding) => finding.kind === kind);
  return ofKind('match') ?? ofKind('bridge') ?? findings[0] ?? null;
}

function judgeIncident(incident: Incident, posed: PosedQuestion, link: Link | null): Finding {
  if (incident.kind === 'case-file') return { kind: isCaseOf(incident, link) ? 'match' : 'miss', incident };
  if (posed.given.every((part) => sameEntity(part, incident.key[part.part]))) {
    if (posed.hop === 'single') return { kind: 'match', incident };
    if (incident.link?.kind === posed.hop) return { kind: 'bridge', incident, link: incident.link };
  }
  return { kind: isReturnOf(incident, posed, link) ? 'match' : 'miss', incident };
}

function isCaseOf(file: CaseFile, link: Link | null): boolean {
  return link?.kind === 'case' && link.callSign === file.callSign;
}

function isReturnOf(report: Report, posed: PosedQuestion, link: Link | null): boolean {
  if (link?.kind !== 'recurrence') return false;
  const wanted = [...posed.given.filter(({ part }) => part !== 'phase'), link.phase];
  return keyParts(report.key).every((part) => wanted.some((other) => sameEntity(part, other)));
}
