import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SampleParams, TokenPolicy } from '../engine/index.ts';
import { sampleRequest } from '../engine/tinker/wire/index.ts';
import { answerSample } from './sampling.ts';

/** Notes what it is asked, and answers with one token. */
function notingPolicy(): { readonly policy: TokenPolicy; readonly asked: SampleParams[] } {
  const asked: SampleParams[] = [];
  const policy = {
    profile: { maxSequenceTokens: 10 },
    sample: async (_: readonly number[], params: SampleParams) => {
      asked.push(params);
      return {
        tokens: [1],
        logprobs: [-1],
        stopReason: 'length',
        topLogprobs: [[{ token: 1, logprob: -1 }]],
      };
    },
    scorer: {
      logprobs: async (all: readonly (readonly number[])[]) => all.map((one) => one.slice(1).map(() => -2)),
    },
  } as unknown as TokenPolicy;
  return { policy, asked };
}

async function asking(
  params: object,
  extra: object = {},
): Promise<{ asked: SampleParams[]; answer: unknown }> {
  const { policy, asked } = notingPolicy();
  const body = { prompt: { chunks: [{ tokens: [3, 4, 5] }] }, sampling_params: params, ...extra };
  const request = sampleRequest.json.decode(Buffer.from(JSON.stringify(body)), 'it');
  const source = { policy, fixed: async () => policy, endTokens: [7] };
  return { answer: await answerSample(request, source, 'a'), asked };
}

const stops = async (stop?: unknown): Promise<unknown> => {
  const { stopTokens, stopStrings } = (await asking({ stop })).asked[0] ?? {};
  return { stopTokens, stopStrings };
};

const seeds = async (params: object): Promise<unknown> =>
  (await asking(params, { num_samples: 3 })).asked.map(({ seed }) => seed);

const told = async (extra: object): Promise<unknown> =>
  ((await asking({}, { prompt_logprobs: true, ...extra })).answer as Record<string, unknown>)[
    'prompt_logprobs'
  ];

describe('a request to sample', () => {
  it('stops at the end of the model, at texts beside it, at tokens instead of it, or nowhere', async () => {
    assert.deepEqual(await stops(), { stopTokens: [7], stopStrings: undefined });
    assert.deepEqual(await stops('</a>'), { stopTokens: [7], stopStrings: ['</a>'] });
    assert.deepEqual(await stops(['</a>', '</b>']), { stopTokens: [7], stopStrings: ['</a>', '</b>'] });
    assert.deepEqual(await stops([2, 3]), { stopTokens: [2, 3], stopStrings: undefined });
    assert.deepEqual(await stops([]), { stopTokens: [], stopStrings: undefined });
  });

  it('draws each of its samples with a seed of its own, the same ones each time', async () => {
    assert.deepEqual(await seeds({ seed: 4_294_967_294 }), [4_294_967_294, 4_294_967_295, 0]);
    const own = (await seeds({})) as number[];
    assert.equal(new Set(own).size, 3);
    assert.deepEqual(await seeds({}), own);
  });

  it('may fill the context, and passes on what narrows the draw', async () => {
    const [plain] = (await asking({})).asked;
    assert.equal(plain?.maxTokens, 7);
    assert.deepEqual([plain?.topK, plain?.topP, plain?.topLogprobs], [undefined, undefined, undefined]);
    const [narrow] = (await asking({ max_tokens: 2, top_k: 5, top_p: 0.5 }, { topk_sample_logprobs: 1 }))
      .asked;
    assert.deepEqual([narrow?.maxTokens, narrow?.topK, narrow?.topP, narrow?.topLogprobs], [2, 5, 0.5, 1]);
  });

  it('tells the log-probabilities of the prompt, or of the last of it', async () => {
    assert.deepEqual(await told({}), [null, -2, -2]);
    assert.deepEqual(await told({ prompt_logprobs_last_n: 1 }), [null, null, -2]);
    assert.equal(await told({ prompt_logprobs: false }), undefined);
  });

  it('is refused where it asks for what is not served', async () => {
    for (const extra of [
      { topk_prompt_logprobs: 1 },
      { prompt_alt_tokens_k: 1 },
      { record_stability_info: true },
    ])
      await assert.rejects(asking({}, extra), {
        kind: 'configuration',
        message: `${Object.keys(extra)[0]} is not served here; leave it out`,
      });
  });
});
