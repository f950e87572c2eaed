import { namesRead, neededNodes } from './needed-nodes.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import {
  encodeOnnxModel,
  type Dimension,
  type FileRange,
  type OnnxModel,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
  type OnnxType,
} from './onnx-model.ts';

/** A tensor of a graph under construction. */
export interface Value {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly Dimension[];
  /** The same tensor in blocks of rows, one after another, where it is too large to be widened whole. */
  readonly blocks?: readonly Value[];
}

/** One differentiable step: how the gradient of `output` becomes gradients of `inputs` (null where there is none). */
export interface TapeEntry {
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly pullback: (gradient: Value) => readonly (Value | null)[];
}

/** Shape and type of a node's output; the type is float32 by default. */
export interface NodeResult {
  readonly shape: readonly Dimension[];
  readonly type?: OnnxType;
}

/** Domain and attributes of a node. */
export interface NodeOptions {
  readonly domain?: string;
  readonly attributes?: OnnxNode['attributes'];
}

/**
 * Operators that a provider computes: `fused` where com.microsoft's FusedMatMul has a kernel (cpu, cuda), `basic`
 * where ONNX Runtime would silently carry it, and int64 broadcasts, to the CPU and back (webgpu in 1.30).
 */
export type Operators = 'fused' | 'basic';

/**
 * A typed ONNX graph under construction, with a tape of its differentiable operations.
 *
 * Operations are functions in `ops/` that append nodes and record how to pull a gradient back through
 * them; `gradients` walks the tape. Shapes are checked as the graph is built, so a mismatch is an error
 * at the line that made it and not inside the runtime.
 */
export class Graph {
  readonly tape: TapeEntry[] = [];
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, { tensor: OnnxTensor; value: Value }>();
  readonly #inputs: OnnxPort[] = [];
  readonly #outputs: OnnxPort[] = [];
  readonly operators: Operators;
  #count = 0;

  constructor(options: { readonly operators?: Operators } = {}) {
    this.operators = options.operators ?? 'fused';
  }

  /** Declares an input. */
  input(name: string, type: OnnxType, shape: readonly Dimension[]): Value {
    const value = { name, type, shape };
    this.#inputs.push(value);
    return value;
  }

  /** A float32 constant baked into the graph; `name` makes it a named parameter. */
  constant(data: Float32Array, shape: readonly number[], name?: string): Value {
    return this.#constant({ name: name ?? this.#freshName('c'), type: 'float32', shape, data });
  }

  /** A constant that stays in its file; the session is opened with the folder of it. */
  mapped(tensor: Value & { readonly shape: readonly number[]; readonly data: FileRange }): Value {
    return this.#constant(tensor);
  }

  /** A float32 scalar, shared between uses. */
  scalar(value: number): Value {
    const name = `scalar:${value}`;
    return this.#constants.get(name)?.value ?? this.constant(Float32Array.of(value), [], name);
  }

  /** A 1-D int64 constant, shared between uses; shapes and axes. */
  integers(values: readonly number[]): Value {
    const name = `integers:${values.join(',')}`;
    const data = BigInt64Array.from(values, BigInt);
    return (
      this.#constants.get(name)?.value ??
      this.#constant({ name, type: 'int64', shape: [values.length], data })
    );
  }

  /** Appends a node with one output of the stated type and shape. */
  node(op: string, inputs: readonly Value[], result: NodeResult & NodeOptions): Value {
    const output = this.#fresh(op, result);
    this.#append(op, inputs, { outputs: [output], options: result });
    return output;
  }

  /** Appends a node with several outputs. */
  nodes(
    op: string,
    inputs: readonly Value[],
    options: NodeOptions & { readonly results: readonly NodeResult[] },
  ): Value[] {
    const outputs = options.results.map((result) => this.#fresh(op, result));
    this.#append(op, inputs, { outputs, options });
    return outputs;
  }

  /** Records a differentiable operation and returns its output. */
  record(entry: TapeEntry): Value {
    this.tape.push(entry);
    return entry.output;
  }

  /** Declares `value` an output called `name`. */
  output(name: string, value: Value): void {
    this.#nodes.push({ op: 'Identity', inputs: [value.name], outputs: [name] });
    this.#outputs.push({ name, type: value.type, shape: value.shape });
  }

  /** The model's bytes. */
  encode(): Uint8Array {
    return encodeOnnxModel(this.parts());
  }

  /** Parts of the graph that its outputs so far depend on; the body of a control-flow node. */
  parts(): OnnxModel {
    const nodes = neededNodes({ nodes: this.#nodes, outputs: this.#outputs });
    const read = new Set(nodes.flatMap(namesRead));
    return {
      nodes,
      constants: [...this.#constants.values()]
        .map(({ tensor }) => tensor)
        .filter(({ name }) => read.has(name)),
      inputs: this.#inputs,
      outputs: this.#outputs,
    };
  }

  #append(
    op: string,
    inputs: readonly Value[],
    { outputs, options }: { readonly outputs: readonly Value[]; readonly options: NodeOptions },
  ): void {
    this.#nodes.push({
      op,
      inputs: inputs.map((input) => input.name),
      outputs: outputs.map((output) => output.name),
      ...(options.domain === undefined ? {} : { domain: options.domain }),
      ...(options.attributes === undefined ? {} : { attributes: options.attributes }),
    });
  }

  #constant(tensor: OnnxTensor): Value {
    if (this.#constants.has(tensor.name))
      throw new TwinZeroError('internal', `two constants named ${tensor.name}`);
    const value: Value = { name: tensor.name, type: tensor.type, shape: tensor.shape };
    this.#constants.set(tensor.name, { tensor, value });
    return value;
  }

  #fresh(op: string, { shape, type }: NodeResult): Value {
    return { name: this.#freshName(op), type: type ?? 'float32', shape };
  }

  #freshName(prefix: string): string {
    this.#count += 1;
    return `${prefix}_${this.#count}`;
  }
}
