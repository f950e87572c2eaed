// Scores what any system wrote: its answers by EM, sub-EM and F1, and a whole conversation by rewards.
//
//   npx tsx examples/score-predictions.ts
import {
  exactMatch,
  type RewardSpec,
  type Scorable,
  scoreEpisode,
  subExactMatch,
  tokenF1,
  wilsonInterval,
} from 'twinzero';

/** Answers of some system, and what counts as right. */
const predictions = [
  { id: 'q1', prediction: 'The Odyssey.', golds: ['Odyssey'] },
  { id: 'q2', prediction: 'It was Haise who saw it', golds: ['Fred Haise', 'Haise'] },
  { id: 'q3', prediction: 'locker delta one', golds: ['whiskey twenty'] },
];
for (const { id, prediction, golds } of predictions) {
  const scores = [
    exactMatch(prediction, golds),
    subExactMatch(prediction, golds),
    tokenF1(prediction, golds),
  ];
  console.log(id, scores.map((score) => score.toFixed(2)).join(' '));
}
const correct = predictions.filter(({ prediction, golds }) => subExactMatch(prediction, golds) === 1).length;
const { low, high } = wilsonInterval({ correct, n: predictions.length });
console.log(`sub-EM ${correct} of ${predictions.length}, 95 % [${low.toFixed(2)}, ${high.toFixed(2)}]`);

/** A conversation, as a chat has it; only what the assistant wrote is scored. */
const episode: Scorable = {
  id: 'q1',
  question: 'Which module did the crew leave?',
  answers: ['Odyssey'],
  messages: [
    { role: 'assistant', content: '<think>Look it up.</think>\n<search>module the crew left</search>' },
    { role: 'user', content: '<information>The crew moved from Odyssey to Aquarius.</information>' },
    { role: 'assistant', content: '<think>It says so.</think>\n<answer>the Odyssey</answer>' },
  ],
};
const rewards: readonly RewardSpec[] = [
  { name: 'em', weight: 1, reward: 'em' },
  { name: 'format', weight: 0.5, reward: 'format' },
  // It needs the text of the chunk that holds the answer: measured without being paid, it is missing and costs nothing.
  { name: 'chunk', weight: 0, reward: 'whole-chunk' },
];
const { parts, total } = scoreEpisode(rewards, episode);
console.log(JSON.stringify({ total, ...parts }));
