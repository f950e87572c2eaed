import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClaim } from '../../report/claims/make-claim.ts';
import { claimMeasures } from '../../report/claims/claim-quantity.ts';
import type { ReportSpec } from '../../report/report.ts';
import { fixtureRun, writeFixture } from '../../report/testing/report-fixture.ts';
import type { ShownEpisode } from '../../run/index.ts';
import { publishSite, type SiteSource } from '../publish-site.ts';

/** What a model, a document or a foreign result folder could have written. */
export const hostile =
  `<img src=x onerror="globalThis.hacked=1">"'</script><script>globalThis.hacked=1</script>` +
  '[a](javascript:alert(1)) ** ` | &amp;';

/** A reproduction of three arms, two of them one and the same, whose every text is hostile. */
export const hostileSpec: ReportSpec = {
  id: 'test',
  title: `A test ${hostile}`,
  arms: [
    { id: 'first', label: `First ${hostile}` },
    { id: 'second', label: 'Second' },
    { id: 'third', label: 'Third' },
  ],
  mainArms: ['first', 'second'],
  claims: [
    makeClaim({
      id: 'helps',
      statement: `It helps ${hostile}.`,
      paper: `table 1 ${hostile}`,
      fixedOn: '2026-11-20',
      known: `no run ${hostile}`,
      standing: 'primary',
      delta: 0.1,
      measure: claimMeasures.accuracy,
      step: 'last third',
      arms: { treatment: 'first', control: 'third' },
      pairing: 'question and seed',
      paperEffect: 0.2,
    }),
  ],
  paper: { citation: `A paper ${hostile}`, rows: [], curves: [], comparison: null },
  deviations: () => [`a-deviation: ${hostile}`],
  sections: [
    {
      id: 'sizes',
      title: `Sizes ${hostile}`,
      render: () =>
        'Ours beside **theirs**.\n\n| Row | Accuracy |\n| --- | --- |\n| S | 9.0 % |\n| L | 30.0 % |',
      csv: () => 'row,accuracy,low,high,paper_accuracy\nS,0.09,0.05,0.2,0.3\nL,0.3,0.2,0.4,0.34\n',
    },
  ],
};

/** An episode whose every text is hostile; its answer is right where `right` says so. */
export function hostileEpisode(
  changes: Pick<ShownEpisode, 'arm' | 'step' | 'right'> & Partial<ShownEpisode>,
): ShownEpisode {
  const masked = { trained: false, tokens: 4, logprob: null };
  return {
    seed: 1,
    sample: 0,
    question: {
      id: `q${hostile}`,
      text: `Who? ${hostile}`,
      answer: `Haise ${hostile}`,
      kind: 'direct',
      goldChunkId: 'c1',
    },
    outcome: { kind: 'answered', answer: `Haise ${hostile}` },
    rewards: { [`format ${hostile}`]: 0.5, correctness: null },
    advantage: -0.25,
    turns: [
      { role: 'prompt', text: `Answer in <answer>. ${hostile}`, ...masked },
      {
        role: 'policy',
        text: `<think>${hostile}</think><search>first</search>`,
        trained: true,
        tokens: 9,
        logprob: -0.5,
      },
      {
        role: 'observation',
        text: `<information>${hostile}</information><answer>Swigert</answer></information>`,
        ...masked,
      },
      { role: 'policy', text: `<answer>${hostile}`, trained: true, tokens: 5, logprob: -0.1 },
    ],
    searches: [{ query: `first ${hostile}`, goldRank: 2, noisy: true, origins: [`chunk ${hostile}`] }],
    ...changes,
  };
}

/** A sample: at step 1 the first arm is right and the others are wrong, at step 20 all are right. */
function sample(): ShownEpisode[] {
  const aliased = { id: 'q2', text: 'Which alias?', answer: null, kind: 'alias', goldChunkId: null };
  return ['first', 'second', 'third'].flatMap((arm) => [
    hostileEpisode({ arm, step: 1, right: arm === 'first' }),
    hostileEpisode({ arm, step: 20, right: true }),
    hostileEpisode({ arm, step: 20, right: true, question: aliased }),
  ]);
}

/** Publishes that reproduction, and a leaderboard beside it, from files; returns the site's folder. */
export async function publishFixture(folder: string, out: string): Promise<void> {
  const letters = { first: 'rr111m11', second: 'rr111m11', third: 'mrm10100' };
  const runs = Object.entries(letters).flatMap(([arm, late]) =>
    [1, 2, 3].map((seed) =>
      fixtureRun({
        arm,
        seed,
        heldOut: { 0: '01000000', 10: '01010100', 20: late },
        dev: { 0: '01', 10: '01', 20: '11' },
      }),
    ),
  );
  await writeFixture(join(folder, 'test', 'default'), runs);
  const lines = sample().map((episode) => `${JSON.stringify(episode)}\n`);
  await writeFile(join(folder, 'test', 'default', 'episodes.jsonl'), lines.join(''));
  const source: SiteSource = { title: `Test ${hostile}`, spec: hostileSpec, isPaper: true };
  await publishSite([source], { results: folder, profile: 'default', out });
}
