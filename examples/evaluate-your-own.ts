// Holds a method of your own against the shipped base policy: the same held-out questions, the same search, the same judge.
//
//   npx tsx examples/evaluate-your-own.ts
import {
  type Answer,
  answered,
  configOf,
  evaluatePolicy,
  findReproduction,
  type JudgedEpisode,
  mcnemarExact,
  openKit,
  unanswered,
  wilsonInterval,
} from 'twinzero';

/** Asks the search with the question and takes from the best document what the question names. It needs no model. */
const readOnce: Answer = async ({ question }, tape) => {
  tape.prompt(question);
  const [best] = await tape.search(question, { topK: 1 });
  const kind = ['locker', 'case'].find((word) => question.includes(word));
  const [, found] = new RegExp(kind === undefined ? '([A-Z][a-z]+)[, ]' : `${kind} (\\w+ \\w+)`, 'u').exec(
    best?.text.slice(3) ?? '',
  ) ?? [null, undefined];
  return found === undefined ? unanswered('no-action') : answered(found);
};

const isRight = ({ outcome }: JudgedEpisode): boolean => outcome.correct === true;

// Everything that decides a result: data set, policy, protocol, search, judge, limits. A policy of your own is a field
// of it, e.g. `policy: { kind: 'openai', model }` with its server in the place, or a folder of the embedded engine.
const rezero = await findReproduction('rezero');
const config = configOf(rezero, { arm: 'rezero', seed: 1, profile: rezero.profiles.default });
const kit = await openKit(config, { provider: 'cpu', threads: 1 });
try {
  const { heldOut } = kit.dataset;
  const base = await evaluatePolicy(kit, heldOut, { seed: 1 });
  const own = await evaluatePolicy(kit, heldOut, { seed: 1, answer: readOnce });
  for (const [name, played] of Object.entries({ base, own })) {
    const correct = played.filter(isRight).length;
    const { estimate, low, high } = wilsonInterval({ correct, n: played.length });
    console.log(`${name}: ${[estimate, low, high].map((share) => (100 * share).toFixed(1)).join(' ')} %`);
  }
  // Paired: both met each question under the same noise of the search.
  const firstOnly = own.filter((one, i) => isRight(one) && base[i] !== undefined && !isRight(base[i])).length;
  const secondOnly = own.filter(
    (one, i) => !isRight(one) && base[i] !== undefined && isRight(base[i]),
  ).length;
  console.log(
    `own alone ${firstOnly}, base alone ${secondOnly}: p ${mcnemarExact({ firstOnly, secondOnly }).toFixed(3)}`,
  );
} finally {
  await kit.close();
}
