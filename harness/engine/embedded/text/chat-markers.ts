import { Template } from '@huggingface/jinja';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { TokenizerConfigJson } from './tokenizer-json.ts';

/** The text a chat template puts around messages. */
export interface ChatMarkers {
  /** Before and after the user message that opens the conversation, up to where the policy writes. */
  readonly prompt: readonly [string, string];
  /** The same for a user message after a policy turn, from behind the turn's stop token on. */
  readonly observation: readonly [string, string];
  /** The special token that ends a policy turn. */
  readonly stop: string;
  /** Whether the template strips white space around a message. */
  readonly trims: boolean;
}

/** Stand-ins for messages; in the private use area, so that no template treats them in a way of its own. */
const user = '\uE001user\uE001';
const policy = '\uE002policy\uE002';
const reply = '\uE003reply\uE003';
const spaced = ` ${user} `;

/**
 * Finds the markers by rendering the chat template with stand-ins for the messages; `file` names it in messages.
 * @throws TwinZeroError `configuration` when it cannot be rendered or ends no policy turn with a special token.
 */
export function chatMarkers(
  config: TokenizerConfigJson,
  specials: ReadonlyMap<string, number>,
  file: string,
): ChatMarkers {
  const opening = render(config, [user], file);
  const trims = !render(config, [spaced], file).includes(spaced);
  const exchange = render(config, [user, policy, reply], file);
  const prompt = around(opening, user);
  const observation = around(exchange, reply);
  const between = observation?.[0].split(policy)[1]?.trimStart();
  const stop = [...specials.keys()].find((special) => between?.startsWith(special) === true);
  if (prompt === null || observation === null || between === undefined || stop === undefined)
    throw new TwinZeroError(
      'configuration',
      `${file}: its chat_template must show each message and end assistant messages with a special token`,
    );
  return { prompt, observation: [between.slice(stop.length), observation[1]], stop, trims };
}

function around(text: string, message: string): readonly [string, string] | null {
  const at = text.indexOf(message);
  return at < 0 ? null : [text.slice(0, at), text.slice(at + message.length)];
}

/** Messages alternate between user and assistant. */
function render(config: TokenizerConfigJson, contents: readonly string[], file: string): string {
  if (config.chat_template === undefined)
    throw new TwinZeroError('configuration', `${file} has no chat_template: use the folder of a chat model`);
  const messages = contents.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content }));
  try {
    return new Template(config.chat_template).render({
      messages,
      add_generation_prompt: true,
      bos_token: config.bos_token ?? '',
      eos_token: config.eos_token ?? '',
    });
  } catch (cause) {
    throw new TwinZeroError(
      'configuration',
      `${file}: its chat_template cannot be rendered (${String(cause)})`,
      { cause },
    );
  }
}
