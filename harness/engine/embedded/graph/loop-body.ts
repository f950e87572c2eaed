import { Graph, type Value } from './graph.ts';
import type { Dimension, OnnxType } from './onnx-model.ts';

/** Names of a body's inputs by the way they come to it. */
export interface LoopInputs {
  /** Handed from one iteration to the next. */
  readonly carried: ReadonlySet<string>;
  /** The same in every iteration. An input in neither set is stacked: [steps, ...shape] outside, one slice inside. */
  readonly shared: ReadonlySet<string>;
}

/** Prefix of a stacked input outside the loop: `steps:ids` holds every iteration's `ids`. */
export const stepsPrefix = 'steps:';

/**
 * A graph that becomes the body of an ONNX Loop. Builders declare their inputs on it as on any graph; the body
 * decides whether an input is carried state, shared, or the iteration's slice of a stack, so that one
 * builder serves a single step and a loop of them.
 */
export class LoopBody extends Graph {
  /** Carried state in the order of its declaration. */
  readonly carriedInputs: Value[] = [];
  /** Inputs that the graph around the loop must declare. */
  readonly outerInputs: Value[] = [];
  readonly #inputs: LoopInputs;
  readonly #iteration: Value;
  readonly #condition: Value;

  constructor(inputs: LoopInputs) {
    super();
    this.#inputs = inputs;
    this.#iteration = super.input('loop:iteration', 'int64', []);
    this.#condition = super.input('loop:condition', 'bool', []);
  }

  override input(name: string, type: OnnxType, shape: readonly Dimension[]): Value {
    if (this.#inputs.carried.has(name)) {
      const value = super.input(name, type, shape);
      this.carriedInputs.push(value);
      return value;
    }
    if (this.#inputs.shared.has(name)) return this.#outer({ name, type, shape });
    const stack = this.#outer({ name: `${stepsPrefix}${name}`, type, shape: ['steps', ...shape] });
    return this.node('Gather', [stack, this.#iteration], { shape, type, attributes: { axis: 0 } });
  }

  /** Ends the body: the next value of each carried input, in their order, and what each iteration leaves behind. */
  finish(next: readonly Value[], scans: Readonly<Record<string, Value>>): void {
    this.output('loop:goOn', this.#condition);
    for (const [index, value] of next.entries())
      this.output(`loop:next:${this.carriedInputs[index]?.name}`, value);
    for (const [name, value] of Object.entries(scans)) this.output(`loop:${name}`, value);
  }

  #outer(value: Value): Value {
    this.outerInputs.push(value);
    return value;
  }
}
