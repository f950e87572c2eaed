import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Codec } from '../wire/index.ts';
import type { ServerLine } from './server-line.ts';

/**
 * What the answer of an endpoint says.
 * @throws TwinZeroError `engine` for one that is not in the protocol, e.g. the page of a proxy: nothing of it is believed.
 */
export function readAnswer<Message>(
  line: Pick<ServerLine, 'where'>,
  { endpoint, body }: { readonly endpoint: string; readonly body: Uint8Array },
  codec: Codec<Message>,
): Message {
  try {
    return codec.decode(body, `the answer of ${line.where(endpoint)}`);
  } catch (cause) {
    if (!(cause instanceof TwinZeroError)) throw cause;
    throw new TwinZeroError(
      'engine',
      `${cause.message}; check that the Tinker server itself answers at this address`,
      { cause },
    );
  }
}
