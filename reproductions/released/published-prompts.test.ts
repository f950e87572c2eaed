import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { OpenPolicy, SampleParams } from '../../harness/engine/engine.ts';
import { huggingFaceCodec } from '../../harness/engine/embedded/text/hugging-face-codec.ts';
import { tokenizerFiles } from '../../harness/engine/local/testing/tiny-chat-model.ts';
import type { TextCodec } from '../../harness/engine/text-codec.ts';
import { scriptedKit } from '../../harness/evaluate/testing/scripted-kit.ts';
import { type PromptSwitches, publishedPolicy } from './published-prompts.ts';

const published: PromptSwitches = { wrapping: 'twice', header: 'policy' };
const plain: PromptSwitches = { wrapping: 'once', header: 'template' };
const params: SampleParams = { temperature: 0, maxTokens: 100, seed: 1, stopTokens: [2] };
const judged = { maxContextTokens: 1000, maxTokens: 50 };
const searchPrompt = (question: string): string => `Find it.\nQuestion: ${question}`;

let folder = '';
let codec: TextCodec;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twinzero-published-'));
  for (const [name, content] of Object.entries(tokenizerFiles()))
    await writeFile(join(folder, name), JSON.stringify(content));
  codec = await huggingFaceCodec(folder);
});
after(() => rm(folder, { recursive: true }));

/** A policy that says a text with its markers, and what it was asked. */
async function saying(
  text: string,
): Promise<{ policy: OpenPolicy; asked: string[]; params: SampleParams[] }> {
  const asked: string[] = [];
  const given: SampleParams[] = [];
  const tokens = await trusted(text);
  const kit = await scriptedKit({
    async sample(prompt, all) {
      asked.push(codec.decode(prompt));
      given.push(all);
      return { tokens, logprobs: tokens.map((_, i) => -i), stopReason: 'stop' };
    },
  });
  return { policy: { ...kit.policy, codec }, asked, params: given };
}

/** Tokens of a text whose markers count. */
async function trusted(text: string): Promise<number[]> {
  const markers = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
  return text
    .split(/(<\|[a-z_]+\|>)/u)
    .flatMap((part) => (markers.includes(part) ? [markers.indexOf(part)] : codec.encode(part)));
}

describe('the published prompts', () => {
  it('are the conversation as the question of a search prompt, without the header of either template', async () => {
    const { policy, asked } = await saying('<|im_start|>assistant\n<answer>x</answer><|im_end|>');
    const asking = publishedPolicy(policy, { ...published, searchPrompt, judged }).policy;
    const said = await asking.sample(codec.prompt('Who?'), params);
    assert.deepEqual(asked, [
      '<|im_start|>user\nFind it.\nQuestion: <|im_start|>user\nWho?<|im_end|>\n<|im_end|>\n',
    ]);
    assert.equal(codec.decode(said.tokens), '<answer>x</answer><|im_end|>');
    // The log-probabilities are those of the tokens that are left.
    assert.equal(said.logprobs.length, said.tokens.length);
    assert.equal(said.logprobs.at(-1), -(codec.encode('<answer>x</answer>assistant\n').length + 1));
    await asking.sample([...codec.prompt('Who?'), ...said.tokens, ...codec.observation('found')], params);
    assert.equal(
      asked[1],
      '<|im_start|>user\nFind it.\nQuestion: <|im_start|>user\nWho?<|im_end|>\n<|im_start|>assistant\n' +
        '<answer>x</answer><|im_end|>\n<|im_start|>user\nfound<|im_end|>\n<|im_end|>\n',
    );
  });

  it('count what stands after the last header that the policy writes, and all where it writes none', async () => {
    for (const [text, kept] of [
      ['<|im_start|>assistant\na<|im_start|>assistant b<|im_end|>', ' b<|im_end|>'],
      ['no header<|im_end|>', 'no header<|im_end|>'],
      ['<|im_start|>user\nx<|im_end|>', '<|im_start|>user\nx<|im_end|>'],
    ] as const) {
      const { policy } = await saying(text);
      const asking = publishedPolicy(policy, { ...published, searchPrompt, judged }).policy;
      assert.equal(codec.decode((await asking.sample(codec.prompt('Who?'), params)).tokens), kept);
    }
  });

  it('say how much room they take', async () => {
    const { policy } = await saying('x');
    const frame = codec.prompt(searchPrompt('')).length;
    assert.equal(publishedPolicy(policy, { ...published, searchPrompt, judged }).overhead, frame);
    assert.equal(publishedPolicy(policy, { ...plain, searchPrompt, judged }).overhead, 0);
  });

  it('ask the judge with a header in the inner template, at the published temperature', async () => {
    const { policy, asked, params: given } = await saying('<|im_start|>assistant\nYes<|im_end|>');
    const reply = await publishedPolicy(policy, { ...published, searchPrompt, judged }).ask('Right?');
    assert.equal(reply, 'Yes');
    assert.deepEqual(asked, [
      '<|im_start|>user\nFind it.\nQuestion: <|im_start|>user\nRight?<|im_end|>\n<|im_start|>assistant\n<|im_end|>\n',
    ]);
    assert.deepEqual([given[0]?.temperature, given[0]?.topP, given[0]?.maxTokens], [0.1, 0.95, 50]);
  });

  it('leave everything alone where they are switched off', async () => {
    const { policy, asked } = await saying('Yes<|im_end|>');
    const { policy: same, ask } = publishedPolicy(policy, { ...plain, searchPrompt, judged });
    const said = await same.sample(codec.prompt('Who?'), params);
    assert.equal(codec.decode(said.tokens), 'Yes<|im_end|>');
    assert.equal(await ask('Right?'), 'Yes');
    assert.deepEqual(asked, [codec.decode(codec.prompt('Who?')), codec.decode(codec.prompt('Right?'))]);
  });

  it('are refused where the template is not known', async () => {
    const { policy } = await saying('x');
    const { header: _, ...served } = codec;
    assert.throws(
      () => publishedPolicy({ ...policy, codec: served }, { ...published, searchPrompt, judged }),
      { kind: 'configuration', message: /chat template twice .*--preset corrected$/u },
    );
  });
});
