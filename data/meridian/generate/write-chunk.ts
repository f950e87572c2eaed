import type { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { chunkTemplates } from './chunk-templates.ts';
import { partWord } from './named-part.ts';
import type { IncidentUnit } from './plan-incidents.ts';
import type { CaseFile, Report } from './world.ts';

/** Replaces each `{slot}`; `fillTemplate('the {x}', { x: 'fan' })` is `the fan`. */
export function fillTemplate(template: string, slots: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/gu, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) throw new TwinZeroError('internal', `the template "${template}" lacks ${slot}`);
    return value;
  });
}

/** Share of other reports that mention their phase twice, so that doing so gives a recurrence away to nobody. */
const secondMentionShare = 0.25;

/**
 * Writes the texts of one unit, aligned with its chunks.
 *
 * Both reports of a recurrence contain its component, its fault and the phase of its return. The later one must
 * win a search for these three and lose one for the first two alone, which the question gives: so it mentions its
 * phase twice and is at least as long as the first.
 */
export function writeChunks(random: Random, unit: IncidentUnit): string[] {
  if (unit.role === 'recurrence') return writeRecurrence(random, unit.chunks);
  const [report, file] = unit.chunks;
  const text = writeReport(random, report, random.uniform() < secondMentionShare);
  return file === undefined ? [text] : [text, writeCaseFile(random, file)];
}

function writeRecurrence(random: Random, [report, laterReport]: readonly [Report, Report]): string[] {
  for (;;) {
    const first = writeReport(random, report, false);
    const later = writeReport(random, laterReport, true);
    if (countWords(later) >= countWords(first)) return [first, later];
  }
}

function writeReport(random: Random, report: Report, mentionPhaseTwice: boolean): string {
  const { key, values, link } = report;
  const slots: Record<string, string> = {
    component: partWord(key.component),
    fault: partWord(key.fault),
    phase: partWord(key.phase),
    ...values,
  };
  const sentences = [random.pick(chunkTemplates.key), valueSentence(random, mentionPhaseTwice)];
  if (link?.kind === 'recurrence') {
    slots['return'] = partWord(link.phase);
    sentences.push(random.pick(chunkTemplates.recurrence));
  }
  if (link?.kind === 'case') {
    slots['case'] = link.callSign;
    sentences.push(random.pick(chunkTemplates.handedOn));
  }
  return fillTemplate(sentences.join(' '), slots);
}

function valueSentence(random: Random, mentionPhaseTwice: boolean): string {
  if (mentionPhaseTwice)
    return `${random.pick(chunkTemplates.afterwards)} ${random.pick(chunkTemplates.officerFirst)}`;
  return random.pick([...chunkTemplates.values, ...chunkTemplates.officerFirst]);
}

function writeCaseFile(random: Random, file: CaseFile): string {
  return fillTemplate(random.pick(chunkTemplates.caseFile), { case: file.callSign, ...file.values });
}

function countWords(text: string): number {
  return text.split(' ').length;
}
