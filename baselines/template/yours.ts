import { z } from 'zod';
import type { Baseline } from '../../harness/baseline/index.ts';
import { answered, unanswered } from '../../harness/core/episode.ts';
import { firstTagPair } from '../../harness/core/tag-bodies.ts';

/** One line on what it does: one search with the question, then the policy may ask as often as it likes. */
const yours: Baseline<'continuation', { readonly topK: number }> = {
  id: 'yours', // the file's name
  title: 'a few words for the table',
  source: 'paper section, or ours: why',
  needs: ['continuation'], // for `write` before `say`; or 'logprobs', 'constraint', 'train', 'chunks', 'scripts', 'training'
  settings: {
    topK: { schema: z.int().positive(), default: 1, source: 'where the default is from' },
  },
  paper: [], // published numbers: { model, metric, source, shares: { nq: 0.27 } }
  answer:
    ({ protocol }, { topK }) =>
    async ({ question }, tape) => {
      tape.prompt(protocol.prompt(question)); // or a prompt of your own
      let query = question;
      while (tape.left.turns > 0) {
        // Put words into the policy's mouth with `write`; what it says itself comes from `say`.
        if (tape.searches.length === 0) tape.write(`<search> ${query}</search>`);
        const documents = await tape.search(query, { topK });
        // `observation` takes the power of tags from documents; so does `neutraliseTags`.
        tape.observe(protocol.observation(documents), protocol.observationAs);
        const { text } = await tape.say({ stopStrings: ['</search>', '</answer>'] });
        const action = firstTagPair(text, ['search', 'answer']);
        if (action?.tag === 'answer') return answered(action.body.trim());
        if (action === null) return unanswered('no-action');
        query = action.body;
      }
      return unanswered('turn-limit');
    },
};
export default yours;
