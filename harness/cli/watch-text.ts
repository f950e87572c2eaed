import { isRight, type Run, type WatchedRun } from '../run/index.ts';
import { stepOf, type WatchedLine, watchedLines } from '../site/watch/watched-lines.ts';
import { outcomeText } from './episode-pieces.ts';
import { oneLine, type Piece } from './print.ts';
import { progressLine } from './progress-line.ts';

const levels = '▁▂▃▄▅▆▇█';

/** A run on one line: `rezero-s1  step 12/40  Held-out accuracy 41.2 %  Training reward 2.31`. */
export function watchLine(run: Run): string {
  const values = watchedLines(run).map(
    ({ title, points, text }) => `${title} ${text(points.at(-1)?.mean ?? 0)}`,
  );
  return oneLine([run.id, `step ${stepOf(run)}/${run.info.config.steps}`, ...values].join('  '));
}

/** A run for a terminal, each line at most `width` characters: progress, curves, and an episode of the newest step. */
export function watchPieces({ run, episodes }: WatchedRun, width: number): Piece[] {
  const lines = watchedLines(run);
  const last = (title: string): string => {
    const line = lines.find((one) => one.title === title);
    return line === undefined ? '-' : line.text(line.points.at(-1)?.mean ?? 0);
  };
  const progress = progressLine(
    {
      name: run.id,
      step: stepOf(run),
      steps: run.info.config.steps,
      reward: last('Training reward'),
      accuracy: last('Held-out accuracy'),
    },
    width,
  );
  const row = episodes[0];
  const judged = episodes.filter((one) => isRight(one) !== null);
  const right = judged.filter((one) => isRight(one) === true).length;
  return [
    piece(progress, width, 'bold'),
    ...lines.map((line) => piece(lineText(line, width), width)),
    ...(row === undefined
      ? []
      : [
          piece(`step ${row.step}: ${right} of ${judged.length} episodes right; the first:`, width, 'bold'),
          piece(`  ${row.question.question}`, width, 'cyan'),
          ...row.searches.map(({ query }) => piece(`  search ${query.trim()}`, width, 'dim')),
          piece(
            `  ${outcomeText(row.outcome)}; the gold answer is ${row.question.answers[0]}`,
            width,
            isRight(row) === true ? 'green' : 'red',
          ),
        ]),
  ];
}

/** One line, cut. */
function piece(text: string, width: number, style?: Piece['style']): Piece {
  return { text: `${oneLine(text).slice(0, width)}\n`, style };
}

/** A curve in block letters between its lowest and highest value, then the last value. */
function lineText({ title, points, text }: WatchedLine, width: number): string {
  const value = text(points.at(-1)?.mean ?? 0);
  const name = title.padEnd(28);
  const room = Math.max(4, Math.min(40, width - name.length - value.length - 4));
  return `${name}  ${sparkline(
    points.map(({ mean }) => mean),
    room,
  )}  ${value}`;
}

/** Values as block letters, at most `room` of them: the newest of each stretch. */
export function sparkline(values: readonly number[], room: number): string {
  const count = Math.min(room, values.length);
  const kept = Array.from(
    { length: count },
    (_, i) => values[Math.ceil(((i + 1) * values.length) / count) - 1] ?? 0,
  );
  const [low, high] = [Math.min(...kept), Math.max(...kept)];
  return kept
    .map(
      (value) =>
        levels[high === low ? 0 : Math.round(((value - low) / (high - low)) * (levels.length - 1))] ?? '',
    )
    .join('');
}
