import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** Replaces each `{slot}`; `fillTemplate('the {x}', { x: 'fan' })` is `the fan`. */
export function fillTemplate(template: string, slots: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/gu, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) throw new TwinZeroError('internal', `the template "${template}" lacks ${slot}`);
    return value;
  });
}
