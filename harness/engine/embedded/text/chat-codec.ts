import { pythonStrip } from '../../../core/python-text.ts';
import type { TextCodec } from '../../text-codec.ts';
import { chatMarkers } from './chat-markers.ts';
import { chatTemplate, templateDate } from './chat-template.ts';
import { messageEncoder } from './message-encoder.ts';
import type { ChatTemplateSource } from './read-tokenizer.ts';
import type { TrustedEncoding } from './trusted-encoding.ts';

/**
 * The codec of an encoding and a chat template. Messages are untrusted: text that looks like a chat marker stays text.
 * @throws TwinZeroError `configuration` when the template does not work.
 */
export function chatCodec(encoding: TrustedEncoding, source: ChatTemplateSource): TextCodec {
  const template = chatTemplate(source);
  const markers = chatMarkers(template, encoding.controls, source.where);
  const stopToken = encoding.controls.get(markers.stop) ?? NaN;
  const trim = (text: string): string => (markers.trims ? pythonStrip(text) : text);
  const prompt = messageEncoder(encoding, markers.prompt);
  const observation = messageEncoder(encoding, markers.observation);
  const header = encoding.encodeTrusted(markers.header);
  return {
    vocabularySize: encoding.vocabularySize,
    encode: (text) => encoding.encode(text),
    decode: (tokens) => encoding.decode(tokens),
    prompt: (text) => prompt(trim(text)),
    observation(text) {
      // Encoded with the stop token before it, since some tokenizers begin a text otherwise than they go on.
      const tokens = observation(trim(text));
      return tokens.slice(tokens.indexOf(stopToken) + 1);
    },
    stopToken,
    ...(header.length > 0 && { header }),
    ...(template.dated && { templateDate }),
  };
}
