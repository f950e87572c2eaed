import { describe, type Suite } from 'mocha';
import { findLlamaCpp } from '../gguf/find-llama-cpp.ts';

/** Why tests of llama.cpp do not run here; null where they do. */
const absent: string | null = ((): string | null => {
  try {
    findLlamaCpp();
    return null;
  } catch {
    return 'node-llama-cpp is not installed; see twinzero doctor --install gguf';
  }
})();

/** Tests that need llama.cpp: skipped, with the reason in their name, where it is not. */
export function llamaCppSuite(title: string, tests: (this: Suite) => void): void {
  if (absent === null) describe(title, tests);
  else describe.skip(`${title} (skipped: ${absent})`, tests);
}
