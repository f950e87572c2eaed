import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Account } from './account.ts';
import { type ChatClient, type ChatReply } from './chat-client.ts';
import { chatCodec, chatMessages } from './chat-codec.ts';
import { cutAtStop } from './cut-at-stop.ts';
import { RefusedRequest } from './refusal.ts';
import { requireEnded, type ServedSampler } from './served-sampler.ts';
import { plainSampling } from './token-sampler.ts';

/**
 * A sampler over chat completions, whose tokens are those of `chatCodec`: it has no log-probabilities of these. Stop strings
 * cut the text when it is there: servers cut them off and do not say which one it was.
 *
 * One token is asked for first, in the words of vLLM, SGLang and llama.cpp; a server that refuses fields beyond OpenAI's
 * is then asked without them.
 * @throws TwinZeroError as `ChatClient.chat`.
 */
export async function chatSampler(client: ChatClient, account: Account): Promise<ServedSampler> {
  const ask = async (request: Parameters<ChatClient['chat']>[0]): Promise<ChatReply> => {
    const reply = await client.chat(request);
    account.add(reply);
    return reply;
  };
  const probe = {
    messages: [{ role: 'user', content: 'Say yes.' }],
    temperature: 0,
    maxTokens: 1,
    seed: 1,
  } as const;
  const extended = await ask({ ...probe, beyond: plainSampling }).then(
    () => true,
    async (error: unknown) => {
      if (!isRefused(error)) throw error;
      await ask(probe);
      return false;
    },
  );
  return {
    topLogprobs: false,
    api: extended ? 'chat' : 'chat/plain',
    async sample(prompt, params) {
      const { temperature, maxTokens, seed, topK = 0, topP } = params;
      if (topK > 0 && !extended)
        throw new TwinZeroError('configuration', 'this chat server takes no topK; leave it out');
      const { text, finishReason } = await ask({
        messages: chatMessages(prompt),
        temperature,
        maxTokens,
        seed,
        ...(topP !== undefined && { topP }),
        ...(extended && { beyond: { ...plainSampling, ...(topK > 0 && { top_k: topK }) } }),
      });
      const stopReason = requireEnded(finishReason);
      const written = chatCodec.encode(text);
      const tokens = stopReason === 'stop' ? [...written, chatCodec.stopToken] : written;
      return cutAtStop({ tokens, logprobs: [], stopReason }, params, (some) => chatCodec.decode(some));
    },
  };
}

function isRefused(error: unknown): boolean {
  return error instanceof TwinZeroError && error.cause instanceof RefusedRequest;
}
