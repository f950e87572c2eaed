import { after, before, describe } from 'mocha';
import { engineContract } from '../testing/engine-contract.ts';
import { chatCodec } from './chat-codec.ts';
import { openCompletionPolicy } from './completion-policy.ts';
import {
  type CompletionStub,
  completionStub,
  type StubAnswer,
  type StubRequest,
} from './testing/completion-stub.ts';
import { letterCodec, servedChat, servedCompletion } from './testing/served-model.ts';

const served = {
  scorer: 'servers score prompts in ways of their own',
  learner: 'a server trains nothing',
  allowed: 'only vLLM can be held to tokens',
};

function contractOf(
  name: string,
  {
    answer,
    ...options
  }: { readonly answer: (request: StubRequest) => StubAnswer } & Omit<
    Parameters<typeof engineContract>[1],
    'create' | 'learningRate'
  >,
): void {
  describe(name, () => {
    let stub: CompletionStub | null = null;
    before(async () => {
      stub = await completionStub((_, request) => answer(request));
    });
    after(() => stub?.close());
    engineContract('it', {
      create: () =>
        openCompletionPolicy({
          model: 'small',
          server: { hosts: [stub?.host ?? ''] },
          ...(options.stopToken === letterCodec.stopToken && { codec: letterCodec }),
        }),
      learningRate: 0,
      ...options,
    });
  });
}

const tokens = {
  prompts: [
    [1, 2, 3],
    [3, 2, 4, 5],
  ] as const,
  stopToken: letterCodec.stopToken,
};

contractOf('a policy on a server like vLLM', {
  answer: (request) => servedCompletion(request, 'vllm'),
  ...tokens,
  lacks: served,
});
contractOf('a policy on a server like llama.cpp', {
  answer: (request) => servedCompletion(request, 'llama.cpp'),
  ...tokens,
  lacks: served,
});
contractOf('a policy on a server like SGLang', {
  answer: (request) => servedCompletion(request, 'sglang'),
  ...tokens,
  lacks: { ...served, topLogprobs: 'SGLang names the likeliest tokens by their text' },
});
contractOf('a policy on a chat server', {
  answer: servedChat,
  prompts: [chatCodec.prompt('Who?'), chatCodec.prompt('And why is that so?')],
  stopToken: chatCodec.stopToken,
  lacks: { ...served, topLogprobs: 'the tokens of a chat are pieces of text' },
});
