import { z } from 'zod';
import { serverNames } from '../engine/index.ts';

/** A server that trains in the place of the embedded engine: plain data, told to the process of each run. */
export const serverChoice = z.strictObject({
  /** The kind of server. */
  server: z.enum(serverNames),
  url: z.string().min(1),
  /** Name under which the server knows the base model; absent: that of the preset. */
  model: z.string().min(1).exactOptional(),
  /** Folder of its tokenizer; absent: that of the preset, or the model where it is a folder. */
  tokenizer: z.string().min(1).exactOptional(),
  /** Rank of the adapter, 0 for all weights; absent: that of the preset, or 32. */
  rank: z.int().nonnegative().exactOptional(),
  /** Address of the OpenAI-compatible server of a simulator that is asked by chat, with its `/v1`. */
  simulatorUrl: z.string().min(1).exactOptional(),
  /** Environment variable that holds the API key. */
  apiKeyVariable: z.string().min(1).exactOptional(),
  /** Name of the settings to train with; absent: those of the embedded runs. */
  preset: z.string().min(1).exactOptional(),
});

/** A `serverChoice`. */
export type ServerChoice = z.output<typeof serverChoice>;
