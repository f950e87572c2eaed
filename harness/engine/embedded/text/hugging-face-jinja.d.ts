// The package's own declarations import without file extensions, which Node's resolution of types rejects.
declare module '@huggingface/jinja' {
  interface Value {
    /** A string, a number, an array of values, a map of values, a function, null or undefined. */
    readonly value: unknown;
  }
  interface Syntax {
    readonly type: string;
  }
  export class Environment {
    /** @throws SyntaxError when the name is declared already. */
    set(name: string, value: unknown): Value;
  }
  export class Interpreter {
    constructor(environment: Environment);
    /** Renders a program; calls `evaluate` for every node, the program included. */
    run(program: Syntax): Value;
    evaluate(node: Syntax | undefined, environment: Environment): Value;
  }
  export function tokenize(
    source: string,
    options: { readonly lstrip_blocks: boolean; readonly trim_blocks: boolean },
  ): readonly object[];
  export function parse(tokens: readonly object[]): Syntax;
}
