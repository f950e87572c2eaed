import type { GeneratedText, GenerateOptions, TextGenerator } from '../text-generator.ts';

/** A generator for tests that remembers what it was asked. */
export interface RecordingGenerator extends TextGenerator {
  readonly calls: readonly ({ readonly prompt: string } & GenerateOptions)[];
}

/**
 * Writes what `write` says; what that leaves out is a text that depends on prompt, seed and place, a line a document,
 * and 7 tokens.
 */
export function recordingGenerator(
  write: (prompt: string, seed: number) => Partial<GeneratedText> = () => ({}),
): RecordingGenerator {
  const calls: ({ readonly prompt: string } & GenerateOptions)[] = [];
  return {
    id: 'recording',
    calls,
    async generate(prompt, { documents, seed }) {
      calls.push({ prompt, documents, seed });
      const lines = Array.from(
        { length: documents },
        (_, i) => `${seed} ${i} ${prompt.replaceAll('\n', ' ')}`,
      );
      return { text: lines.join('\n'), tokens: 7, ...write(prompt, seed) };
    },
  };
}
