import type { Episode, TurnRole } from '../core/episode.ts';
import { oneLine, type Piece, type Style } from './print.ts';

const styles: Readonly<Record<TurnRole, Style>> = {
  prompt: 'cyan',
  policy: 'green',
  written: 'yellow',
  observation: 'dim',
};

/** The turns of an episode, each under its role: the policy's green, observations dimmed. */
export function turnPieces({ turns }: Pick<Episode, 'turns'>): Piece[] {
  return turns.flatMap(({ role, text }) => [
    { text: `--- ${role}\n`, style: 'bold' },
    { text: `${text.trimEnd()}\n`, style: styles[role] },
  ]);
}

/** An outcome on one line, e.g. `answered "Haise"`. */
export function outcomeText(outcome: Episode['outcome']): string {
  if (outcome.kind === 'answered') return `answered ${JSON.stringify(outcome.answer)}`;
  if (outcome.kind === 'unanswered') return `no answer (${outcome.reason})`;
  return oneLine(`failed (${outcome.error.message})`);
}

/** A heading and what stands under it. */
export function section(title: string, body: string, style?: Style): Piece[] {
  return [
    { text: `--- ${title}\n`, style: 'bold' },
    { text: `${body}\n`, style },
  ];
}
