import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openCompletionPolicy } from '../engine/completion/completion-policy.ts';
import { Stubs } from '../engine/completion/testing/ask-completion.ts';
import { letterCodec, servedChat, servedCompletion } from '../engine/completion/testing/served-model.ts';
import { protocolOf } from '../rollout/index.ts';
import { requirePlayable } from './require-playable.ts';
import { smallConfig } from './testing/small-config.ts';

const searchR1 = protocolOf({ kind: 'search-r1', prompt: 'instructions' });
const rezero = protocolOf({ kind: 'rezero', prompt: 'instructions' });

describe('a policy behind a server', () => {
  it('plays what it can, and is refused what it cannot, before anything is played', async () => {
    const stubs = new Stubs();
    try {
      const { host } = await stubs.start((_, request) =>
        request.path.endsWith('/chat/completions') ? servedChat(request) : servedCompletion(request, 'vllm'),
      );
      const server = { hosts: [host] };
      const config = smallConfig();
      const chat = await openCompletionPolicy({ model: 'small', server });
      const ids = await openCompletionPolicy({ model: 'small', server, codec: letterCodec });
      requirePlayable({ policy: chat, protocol: rezero, config });
      requirePlayable({ policy: ids, protocol: searchR1, config });
      assert.throws(() => requirePlayable({ policy: chat, protocol: searchR1, config }), {
        kind: 'configuration',
        message: /^engine openai\/chat cannot play the protocol search-r1, /u,
      });
      const { maxContextTokens } = config.limits;
      const short = await openCompletionPolicy({ model: 'small', server, maxTokens: maxContextTokens - 1 });
      assert.throws(() => requirePlayable({ policy: short, protocol: rezero, config }), {
        kind: 'configuration',
        message: new RegExp(
          `holds sequences of ${maxContextTokens - 1} tokens and limits.maxContextTokens is`,
          'u',
        ),
      });
    } finally {
      await stubs.close();
    }
  });
});
