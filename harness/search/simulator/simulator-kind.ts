/**
 * `sft`: fine-tuned, is shown question and gold answer under both labels. `prompt`: not fine-tuned, is shown them for
 * useful documents only (ZeroSearch `generation.py:67-137 @2d4cdca`, `simulate_sft` and `simulate_prompt`).
 */
export type SimulatorKind = 'sft' | 'prompt';
