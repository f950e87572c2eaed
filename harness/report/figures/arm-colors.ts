/** Okabe and Ito's palette, distinguishable without colour vision; arms take them in order. */
const palette = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];

/** The colour of the arm at `index`. */
export function armColor(index: number): string {
  return palette[index % palette.length] ?? '#000000';
}
