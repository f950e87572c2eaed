import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ChatTemplate } from './chat-template.ts';
import type { MessageFrame } from './message-encoder.ts';

/** The text a chat template puts around messages. */
export interface ChatMarkers {
  /** Around the user message that opens the conversation, up to where the policy writes. */
  readonly prompt: MessageFrame;
  /** The same for a user message after a policy turn, from the turn's stop token on. */
  readonly observation: MessageFrame;
  /** The text that opens the policy's message; empty for a template that writes it unasked, or never. */
  readonly header: string;
  /** The control token that ends a policy turn. */
  readonly stop: string;
  /** True where the template strips white space around a message. */
  readonly trims: boolean;
}

/** Stand-ins for messages; in the private use area, so that no template treats them in a way of its own. */
const user = '\uE001user\uE001';
const policy = '\uE002policy\uE002';
const reply = '\uE003reply\uE003';
const spaced = ` ${user} `;

/**
 * Finds the markers by rendering the chat template with stand-ins for the messages; `where` names it in messages.
 * @throws TwinZeroError `configuration` when it cannot be rendered or ends no policy turn with a control token.
 */
export function chatMarkers(
  template: ChatTemplate,
  controls: ReadonlyMap<string, number>,
  where: string,
): ChatMarkers {
  const asked = template.render([user]);
  const unasked = template.render([user], { header: false });
  const prompt = around(asked, user);
  const trims = !template.render([spaced]).includes(spaced);
  const next = around(template.render([user, policy, reply]), reply);
  const between = next?.before.split(policy)[1]?.trimStart();
  // The longest, as the tokenizer takes it, where one token's text begins another's.
  const [stop] = [...controls.keys()]
    .filter((control) => between?.startsWith(control) === true)
    .sort((a, b) => b.length - a.length);
  if (prompt === null || next === null || between === undefined || stop === undefined)
    throw new TwinZeroError(
      'configuration',
      `${where}: its chat_template must show each message and end assistant messages with a special token`,
    );
  const header = asked.startsWith(unasked) ? asked.slice(unasked.length) : '';
  return { prompt, observation: { before: between, after: next.after }, header, stop, trims };
}

function around(text: string, message: string): MessageFrame | null {
  const at = text.indexOf(message);
  return at < 0 ? null : { before: text.slice(0, at), after: text.slice(at + message.length) };
}
