import { entities, type PartKind } from './entities.ts';

/** One entity under one of its two names. */
export interface NamedPart {
  readonly part: PartKind;
  /** Index into `entities[part]`. */
  readonly entity: number;
  /** Index of the name in use, of the entity's two. */
  readonly name: 0 | 1;
}

/** The three named parts that identify a report. */
export type NamedKey = Readonly<Record<PartKind, NamedPart>>;

/** The order in which parts are listed wherever order matters. */
export const partKinds: readonly PartKind[] = ['component', 'fault', 'phase'];

/** The word a part is mentioned by. */
export function partWord({ part, entity, name }: NamedPart): string {
  const pair = entities[part][entity];
  if (pair === undefined) throw new RangeError(`no ${part} ${entity}`);
  return pair[name];
}

/** The same entity under its other name. */
export function renamed(part: NamedPart): NamedPart {
  return { ...part, name: part.name === 0 ? 1 : 0 };
}

/** True where two parts are the same entity, whatever their names. */
export function sameEntity(one: NamedPart, other: NamedPart): boolean {
  return one.part === other.part && one.entity === other.entity;
}

/** The parts of a key in the order component, fault, phase. */
export function keyParts(key: NamedKey): NamedPart[] {
  return partKinds.map((part) => key[part]);
}
