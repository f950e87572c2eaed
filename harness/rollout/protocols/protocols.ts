import { z } from 'zod';
import { kind, makeKind, specsOf } from '../../core/kinds.ts';
import { searchR1Protocol } from './inline-protocol.ts';
import { rezeroProtocol } from './message-protocol.ts';
import type { Protocol } from './protocol.ts';
import { withoutSearch } from './without-search.ts';

/** `instructions` as in the paper; `compact` gives the question alone. */
const prompt = z.enum(['instructions', 'compact']);

/** Every protocol that is not made of another: the table is the list of what a configuration may name. */
const plain = [
  kind(z.strictObject({ kind: z.literal('rezero'), prompt }), rezeroProtocol),
  kind(
    z.strictObject({
      kind: z.literal('search-r1'),
      prompt,
      executeFinalSearch: z.boolean().exactOptional(),
      stopOnTags: z.boolean().exactOptional(),
    }),
    searchR1Protocol,
  ),
] as const;

const plainSpec = z.discriminatedUnion('kind', specsOf(plain));

const kinds = [
  ...plain,
  kind(
    z.strictObject({ kind: z.literal('without-search'), of: plainSpec, correction: z.string().min(1) }),
    ({ of, correction }) => withoutSearch(makeKind<Protocol, 'kind'>(plain, 'kind', of), correction),
  ),
] as const;

/** The protocol of a configuration. */
export const protocolSpec = z.discriminatedUnion('kind', specsOf(kinds));

/** A `protocolSpec`. */
export type ProtocolSpec = z.infer<typeof protocolSpec>;

/** Makes the protocol of a configuration. */
export function protocolOf(spec: ProtocolSpec): Protocol {
  return makeKind<Protocol, 'kind'>(kinds, 'kind', spec);
}
