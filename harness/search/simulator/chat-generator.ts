import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { type ChatClient, type ChatReply, tokenCostUsd, type TokenPrice } from '../../engine/index.ts';
import type { SimulatorFormat } from './simulator-format.ts';
import type { TextGenerator } from './text-generator.ts';

/**
 * The leading documents of a text that broke off which were written to their end: those that one more letter behind
 * the text would leave as they are.
 */
export function wholeDocuments(text: string, format: SimulatorFormat, documents: number): readonly string[] {
  const continued = format.parse(`${text}x`, documents);
  const found = format.parse(text, documents);
  const changed = found.findIndex((document, i) => document !== continued[i]);
  return changed === -1 ? found : found.slice(0, changed);
}

/** Settings of `chatGenerator`. */
export interface ChatGeneratorOptions {
  readonly client: ChatClient;
  /** Reads the whole documents of a text that the token limit cut off. */
  readonly format: SimulatorFormat;
  /** Default 0.8 (ZeroSearch `ppo_trainer.yaml:153 @2d4cdca`). */
  readonly temperature?: number;
  /** Default 600 (`generation.py:35-65 @2d4cdca`). */
  readonly maxTokens?: number;
  /** Seconds of a clock that never goes back; absent: no latency is measured. */
  readonly now?: () => number;
  /** Absent: no cost is counted, as on machines of one's own. */
  readonly price?: TokenPrice;
}

/**
 * A simulator behind an OpenAI-compatible server: an empty system message, which keeps a chat template from adding its
 * own, and one user message (`generation.py:35-65 @2d4cdca`). Of a text cut off, at `maxTokens` for one, the whole documents
 * count. Latency includes the client's further attempts.
 * @throws TwinZeroError its texts throw `search` when the server fails or breaks off before a whole document,
 * `configuration` for what no other attempt can mend.
 */
export function chatGenerator(options: ChatGeneratorOptions): TextGenerator {
  const { client, format, temperature = 0.8, maxTokens = 600, now, price } = options;
  const id = `chat(${client.model.replaceAll(/\s+/g, '-')},temperature=${temperature},max-tokens=${maxTokens})`;
  return {
    id,
    async generate(prompt, { documents, seed }) {
      const messages = [
        { role: 'system', content: '' },
        { role: 'user', content: prompt },
      ] as const;
      const started = now?.();
      const reply = await client.chat({ messages, temperature, maxTokens, seed }).catch(asSearchError);
      const ended = now?.();
      return {
        text: reply.finishReason === 'stop' ? reply.text : wholeText(reply, format, documents),
        tokens: reply.completionTokens,
        ...(started !== undefined && ended !== undefined && { latencyMs: (ended - started) * 1000 }),
        ...(price !== undefined && { costUsd: tokenCostUsd(reply, price) }),
      };
    },
  };
}

function asSearchError(cause: unknown): never {
  if (!(cause instanceof TwinZeroError) || cause.kind !== 'engine') throw cause;
  throw new TwinZeroError('search', cause.message, { cause });
}

function wholeText(
  { text, completionTokens, finishReason }: ChatReply,
  format: SimulatorFormat,
  documents: number,
): string {
  const whole = wholeDocuments(text, format, documents);
  if (whole.length === 0)
    throw new TwinZeroError(
      'search',
      `the simulator was cut off after ${completionTokens} tokens before a whole document (${finishReason}); raise maxTokens or ask for shorter ones`,
    );
  return format.completion(whole);
}
