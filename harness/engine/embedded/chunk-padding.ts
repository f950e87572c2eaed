/** Positions a graph needs beyond the longest sequence, because prompts are read and padded in chunks of this many. */
export const chunkPadding = 16;
