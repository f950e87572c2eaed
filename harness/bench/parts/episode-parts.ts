import type { Scorable } from '../../reward/reward.ts';
import { type RewardSpec, scoreEpisode } from '../../reward/rewards.ts';
import { rezeroProtocol, searchR1Protocol } from '../../rollout/index.ts';
import type { OpenPart, Part } from './part.ts';

const chunk = 'During hibernation the battery developed a seep, and locker whiskey twenty had the spare.';

/** A conversation of so many searches with an answer. */
function conversation(searches: number): Scorable {
  const turns = Array.from({ length: searches }, (_, i) => [
    {
      role: 'assistant',
      content: `<think>Try ${i}.</think>\n<search>battery hibernation spare ${i}</search>`,
    },
    { role: 'user', content: `<information>${chunk} Case ${i}.</information>` },
  ]);
  const last = { role: 'assistant', content: '<think>It says so.</think>\n<answer>whiskey twenty</answer>' };
  return {
    id: 'q',
    question: 'In which locker was the spare?',
    answers: ['whiskey twenty'],
    messages: [...turns.flat(), last],
    chunkContent: chunk,
    supportingParagraphs: [chunk],
    found: turns.map(() => [chunk]),
    verdict: { kind: 'correct' },
  };
}

/** Rewards of every sort: of the answer, of tags, of searches, of the chunk. */
const rewards: readonly RewardSpec[] = (
  ['correctness', 'format', 'retry', 'whole-chunk', 'search-strategy', 'search-diversity'] as const
).map((reward) => ({ name: reward.replaceAll('-', '_'), weight: 1, reward }));

const episodes = 64;

async function openRewards(searches: number): Promise<OpenPart> {
  const episode = conversation(searches);
  return {
    amount: episodes,
    call: () => {
      for (let i = 0; i < episodes; i += 1) scoreEpisode(rewards, episode);
    },
  };
}

const protocols = [rezeroProtocol({ prompt: 'instructions' }), searchR1Protocol()];

/** Parses a turn of so many characters under both protocols; its action stands at the end. */
async function openParser(characters: number): Promise<OpenPart> {
  const action = '</think>\n<search>battery hibernation spare</search>';
  const text =
    `<think>${'It may be <b>there</b>. '.repeat(characters / 24)}`.slice(0, characters - action.length) +
    action;
  const context = { cutShort: null, final: false };
  return {
    amount: protocols.length * episodes,
    call: () => {
      for (let i = 0; i < episodes; i += 1)
        for (const protocol of protocols) protocol.parse(protocol.keep(text), context);
    },
  };
}

/** What is made of an episode's text: its actions while it is played, its rewards when it is over. */
export const episodeParts: readonly Part[] = [
  { id: 'six rewards', unit: 'episodes', grows: 'searches', sizes: [1, 4, 16], open: openRewards },
  { id: 'parser', unit: 'turns', grows: 'characters', sizes: [240, 2400, 24_000], open: openParser },
];
