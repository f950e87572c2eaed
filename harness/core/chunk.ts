/** One retrievable passage of a corpus. */
export interface Chunk {
  readonly id: string;
  readonly text: string;
}
