import { isRight } from '../run/index.ts';
import { type ChosenEpisode, chosenEpisodes, type EpisodeChoice } from './chosen-episodes.ts';
import { outcomeText, section, turnPieces } from './episode-pieces.ts';
import { oneLine, type Piece, printError, printLine, printPieces } from './print.ts';
import { nextKey } from './next-key.ts';

/** Shows the episodes of a choice: one at a time where a person can ask for the next, else all. */
export async function showEpisodes(
  folder: string,
  { json = false, ...choice }: EpisodeChoice & { readonly json?: boolean },
): Promise<void> {
  const episodes = chosenEpisodes(folder, choice);
  const watched = process.stdin.isTTY && process.stdout.isTTY && !json;
  const shown = await (watched ? browse(episodes) : printAll(episodes, json));
  if (shown === 0) printError('no episode is of this choice');
}

async function printAll(episodes: AsyncIterable<ChosenEpisode>, json: boolean): Promise<number> {
  let shown = 0;
  for await (const episode of episodes) {
    shown += 1;
    if (json) printLine(JSON.stringify({ run: episode.run, ...episode.row }));
    else printPieces(episodePieces(episode));
  }
  return shown;
}

/** Shows one after another as keys ask for them; those before stay at hand. */
async function browse(episodes: AsyncGenerator<ChosenEpisode>): Promise<number> {
  const seen: ChosenEpisode[] = [];
  for (let at = 0; ;) {
    if (at === seen.length) {
      const { value, done } = await episodes.next();
      if (done === true) break;
      seen.push(value);
    }
    const episode = seen[at];
    if (episode === undefined) break;
    printPieces(episodePieces(episode));
    printPieces([{ text: `${at + 1}: n next, p before, q leave`, style: 'dim' }]);
    const key = await nextKey(['n', 'p', 'q']);
    if (key === 'q') break;
    at = key === 'n' ? at + 1 : Math.max(0, at - 1);
  }
  await episodes.return(undefined);
  return seen.length;
}

function episodePieces({ run, row }: ChosenEpisode): Piece[] {
  const { question, outcome, rewards, advantage } = row;
  const right = isRight(row);
  const verdict = right === null ? 'not judged' : right ? 'right' : 'wrong';
  const width = Math.max('advantage'.length, ...Object.keys(rewards).map((name) => name.length));
  const values = Object.entries({ ...rewards, advantage }).map(
    ([name, value]) => `${name.padEnd(width)}  ${value === null ? 'none' : Math.round(value * 1e4) / 1e4}`,
  );
  return [
    { text: oneLine(`=== ${run}, step ${row.step}, ${row.id}, ${question.kind}`), style: 'bold' },
    { text: '\n' },
    ...turnPieces(row),
    ...section('rewards', values.join('\n')),
    ...section(
      'outcome',
      `${outcomeText(outcome)}: ${verdict}; the gold answer is ${oneLine(question.answers[0])}`,
      right === null ? undefined : right ? 'green' : 'red',
    ),
  ];
}
