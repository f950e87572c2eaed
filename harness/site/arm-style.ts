/** How an arm is drawn: no two of eight neighbours share a colour, and colour is never alone. */
export interface ArmStyle {
  /** Okabe and Ito's hues, darkened to 3:1 on white. */
  readonly light: string;
  /** The same hues, lightened to 3:1 on the dark page. */
  readonly dark: string;
  /** Lengths of dash and gap in pixels; `[1, 0]` is solid. */
  readonly dash: readonly number[];
  /** A shape of Vega's. */
  readonly shape: string;
}

const hues = [
  ['#0065a8', '#62b5f6'],
  ['#c04a00', '#ff9d5c'],
  ['#00795a', '#3fcf9f'],
  ['#a83e82', '#f29bcd'],
  ['#8a6400', '#f0c64f'],
  ['#4a4f57', '#c3c9d1'],
  ['#1f7f9c', '#8fdcf2'],
  ['#6b46b8', '#bda3ff'],
] as const;
const dashes = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [12, 4],
] as const;
const shapes = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
] as const;

/** The style of the arm at `index`; lengths that share no factor keep any 280 arms apart. */
export function armStyle(index: number): ArmStyle {
  const [light, dark] = hues[index % hues.length] ?? hues[0];
  const dash = dashes[index % dashes.length] ?? dashes[0];
  return { light, dark, dash, shape: shapes[index % shapes.length] ?? shapes[0] };
}
