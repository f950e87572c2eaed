import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { statSync } from 'node:fs';
import { type PolicySpec, policySpec } from '../engine/index.ts';

/** A model as a flag names it. */
export interface NamedModel {
  readonly spec: PolicySpec;
  /** Address of its server; null for a model of this machine. */
  readonly host: string | null;
}

/** The forms in which a flag names a model, for its help. */
export const modelForms =
  'gguf:FILE, onnx:DIR, onnx:DIR#DTYPE, onnx-hub:OWNER/NAME@REVISION#DTYPE, embedded:DIR or DIR, or openai:URL#MODEL';

/**
 * Reads a model such as `embedded:data/models/meridian-base` or `openai:http://127.0.0.1:8000/v1#qwen`: the one place
 * where a flag becomes the specification of a policy. A folder alone is one of the embedded engine. Paths are taken from
 * the current folder.
 * @throws InvalidArgumentError for any other form, and with the words of `policySpec` for what it does not know.
 */
export function parseModelForm(text: string): NamedModel {
  const [, form = '', value = ''] = /^(gguf|onnx|onnx-hub|embedded|openai):(.+)$/su.exec(text) ?? [];
  switch (form) {
    case 'gguf':
      return { spec: checked({ kind: 'gguf', file: resolve(value) }), host: null };
    case 'onnx': {
      const { before, ...dtype } = apart(value, { mark: '#', field: 'dtype' });
      return { spec: checked({ kind: form, folder: resolve(before), ...dtype }), host: null };
    }
    case 'onnx-hub': {
      const { before, ...dtype } = apart(value, { mark: '#', field: 'dtype' });
      const { before: model, ...revision } = apart(before, { mark: '@', field: 'revision' });
      return { spec: checked({ kind: form, model, ...revision, ...dtype }), host: null };
    }
    case 'embedded':
      return { spec: checked({ kind: form, folder: resolve(value) }), host: null };
    case 'openai':
      return served(value);
    default:
      if (isFolder(text)) return { spec: checked({ kind: 'embedded', folder: resolve(text) }), host: null };
      throw new InvalidArgumentError(`give ${modelForms}.`);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** What stands before a mark and, where it is there, what stands behind it as a field. */
function apart(
  value: string,
  { mark, field }: { readonly mark: string; readonly field: string },
): { readonly before: string; readonly [field: string]: string } {
  const at = value.indexOf(mark);
  return at === -1 ? { before: value } : { before: value.slice(0, at), [field]: value.slice(at + 1) };
}

/** The model's name follows the first `#`, which no address of a server holds. */
function served(value: string): NamedModel {
  const at = value.indexOf('#');
  const [host, model] = at === -1 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
  if (host === '' || model === '')
    throw new InvalidArgumentError(
      'give the address and the name of the model, e.g. openai:http://127.0.0.1:8000/v1#qwen.',
    );
  return { spec: checked({ kind: 'openai', model }), host };
}

function checked(spec: { readonly kind: string; readonly [field: string]: string }): PolicySpec {
  const read = policySpec.safeParse(spec);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidArgumentError(`no policy of kind "${spec.kind}" can be opened (${problems.join('; ')}).`);
}
