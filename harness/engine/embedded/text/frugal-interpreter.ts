import { Interpreter } from '@huggingface/jinja';

/**
 * Most work one rendering may do: a node evaluated and a character or an element of its value count one each. Ours:
 * about a hundred times what Llama 3.2's template takes (2,217).
 */
const mostWork = 200_000;

type Node = Parameters<Interpreter['evaluate']>[0];
type Scope = Parameters<Interpreter['evaluate']>[1];

/**
 * Renders a template that nobody has checked: loops without end, and values that double until memory is full, become
 * errors, the same ones on every machine.
 */
export class FrugalInterpreter extends Interpreter {
  #left = mostWork;

  override evaluate(node: Node, scope: Scope): ReturnType<Interpreter['evaluate']> {
    const result = super.evaluate(node, scope);
    this.#pay(result.value);
    return result;
  }

  /** Counts shared values as often as they are reached, since that is how often turning them into text visits them. */
  #pay(value: unknown): void {
    this.#left -= 1 + (typeof value === 'string' ? value.length : 0);
    if (this.#left < 0) throw new Error(`it takes more than ${mostWork} steps`);
    if (Array.isArray(value) || value instanceof Map)
      for (const inner of value.values()) this.#pay((inner as { readonly value: unknown }).value);
  }
}
