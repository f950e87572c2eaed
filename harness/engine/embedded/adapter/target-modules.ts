import type { ModelConfig } from '../folder/model-config.ts';
import { adaptableMatrices } from './trained-shapes.ts';

/** The matrices that a `target_modules` names; or the part of it that says nothing clear about this model. */
export type Targets = { readonly modules: readonly string[] } | { readonly unclear: string };

/**
 * Reads a `target_modules` as the PEFT library does: a list names a module by itself or by the end of its name from a
 * dot on, `all-linear` all but the head, any other text is a pattern for whole names (`re.fullmatch`). PEFT lets a list
 * name what is not there; here that is unclear.
 */
export function targetModules(targets: string | readonly string[], config: ModelConfig): Targets {
  const all = [...adaptableMatrices(config).keys()];
  if (targets === 'all-linear') return { modules: all };
  if (typeof targets === 'string') {
    const pattern = samePattern(targets);
    const modules = all.filter((module) => pattern?.test(module));
    return modules.length === 0 ? { unclear: targets } : { modules };
  }
  const unclear = targets.find((target) => !all.some((module) => names(target, module)));
  if (unclear !== undefined) return { unclear };
  return { modules: all.filter((module) => targets.some((target) => names(target, module))) };
}

function names(target: string, module: string): boolean {
  return module === target || module.endsWith(`.${target}`);
}

/**
 * Python's pattern for whole names, where JavaScript's reads the same: what the `u` flag accepts, but for a bracket that
 * opens with `]` and references to groups, which differ. Null elsewhere, and for repeated groups, which may never end.
 */
function samePattern(python: string): RegExp | null {
  if (/\[\^?\]|\\[1-9k]|\)[*+{]/u.test(python)) return null;
  try {
    return new RegExp(`^(?:${python})$`, 'u');
  } catch {
    return null;
  }
}

/** The shortest list that names these modules: the ends of their names where each stands in every layer. */
export function shortTargets(modules: readonly string[], config: ModelConfig): readonly string[] {
  const ends = [...new Set(modules.map((module) => module.split('.').at(-1) ?? module))];
  const meant = targetModules(ends, config);
  return 'modules' in meant && meant.modules.length === modules.length ? ends : modules;
}
