import { Environment, parse, tokenize } from '@huggingface/jinja';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { FrugalInterpreter } from './frugal-interpreter.ts';
import type { ChatTemplateSource } from './read-tokenizer.ts';

/**
 * Date that chat templates are given when they ask for today's; ours, and arbitrary.
 * DEVIATION(template-date): transformers gives the day of the call, so that the same run has other prompts after
 * midnight and cannot be resumed to the same bytes.
 */
export const templateDate = '2025-01-01';

/** Python's `strftime` directives for midnight of `templateDate`, a Wednesday, in the C locale. */
const directives: Readonly<Record<string, string>> = {
  '%a': 'Wed',
  '%A': 'Wednesday',
  '%b': 'Jan',
  '%B': 'January',
  '%d': '01',
  '%-d': '1',
  '%e': ' 1',
  '%F': templateDate,
  '%H': '00',
  '%I': '12',
  '%j': '001',
  '%m': '01',
  '%-m': '1',
  '%M': '00',
  '%p': 'AM',
  '%S': '00',
  '%y': '25',
  '%Y': '2025',
  '%%': '%',
};

/** Longest template that is read, in characters; ours: 16 times Qwen3's (4,116). 65,536 spaces take 3 s to parse. */
const longestTemplate = 65_536;
/** Most elements of one `range`, as Jinja's own sandbox has it (`jinja2/sandbox.py`, `MAX_RANGE`). */
const longestRange = 100_000;

/** A chat template, parsed. */
export interface ChatTemplate {
  /**
   * The conversation as text, messages of user and assistant in turn, up to where the assistant writes.
   * @param options.header whether it opens the assistant's next message; default true.
   * @throws TwinZeroError `configuration` when the template refuses, is broken, or takes too long.
   */
  render(contents: readonly string[], options?: { readonly header: boolean }): string;
  /** True once it has asked for today's date. */
  readonly dated: boolean;
}

/**
 * Parses a chat template, which is foreign code: it can neither run without end nor see the clock.
 * @throws TwinZeroError `configuration` when it is too long or is no Jinja template.
 */
export function chatTemplate({ source, where, bosToken, eosToken }: ChatTemplateSource): ChatTemplate {
  if (source.length > longestTemplate)
    throw new TwinZeroError(
      'configuration',
      `${where}: its chat_template has ${source.length} characters, more than ${longestTemplate}: shorten it`,
    );
  let dated = false;
  const strftime = (format: unknown): string => {
    dated = true;
    return String(format).replaceAll(/%-?[A-Za-z%]/g, (directive) => directives[directive] ?? directive);
  };
  const program = orRefuse(where, () => parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true })));
  return {
    get dated() {
      return dated;
    },
    render: (contents, { header } = { header: true }) =>
      orRefuse(where, () => {
        const messages = contents.map((content, i) => ({
          role: i % 2 === 0 ? 'user' : 'assistant',
          content,
        }));
        const variables = {
          messages,
          bos_token: bosToken,
          eos_token: eosToken,
          strftime_now: strftime,
          add_generation_prompt: header,
        };
        return String(new FrugalInterpreter(environment(variables)).run(program).value);
      }),
  };
}

function orRefuse<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new TwinZeroError(
      'configuration',
      `${where}: its chat_template cannot be rendered (${String(cause)}): use a chat model whose template works`,
      { cause },
    );
  }
}

/** Names that transformers lets a template see, with tools and documents given as none. */
function environment(variables: Readonly<Record<string, unknown>>): Environment {
  const all = {
    true: true,
    True: true,
    false: false,
    False: false,
    none: null,
    None: null,
    range,
    raise_exception: (message: unknown) => {
      throw new Error(String(message));
    },
    tools: null,
    documents: null,
    ...variables,
  };
  const made = new Environment();
  for (const [name, value] of Object.entries(all)) made.set(name, value);
  return made;
}

/** Python's `range`, as a list. */
function range(first: number, end?: number, step = 1): number[] {
  const [start, stop] = end === undefined ? [0, first] : [first, end];
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (!(count <= longestRange)) throw new Error(`a range holds more than ${longestRange} numbers`);
  return Array.from({ length: count }, (_, i) => start + i * step);
}
