/** What the line of a run shows. */
export interface RunProgress {
  readonly name: string;
  readonly step: number;
  readonly steps: number;
  /** Mean reward of the last step, e.g. `2.35`. */
  readonly reward: string;
  /** Last accuracy on held-out questions, e.g. `47.3 %`. */
  readonly accuracy: string;
}

const longestBar = 40;
const shortestBar = 8;

/**
 * The line of a run in at most `width` characters: the bar takes what room is left, from 8 to 40; where there is less,
 * held-out accuracy, reward and bar are left out in this order, and at last the name is cut.
 */
export function progressLine({ name, step, steps, reward, accuracy }: RunProgress, width: number): string {
  const count = `step ${String(step).padStart(String(steps).length)}/${steps}`;
  const parts = [count, `reward ${reward}`, `held-out ${accuracy}`];
  for (let kept = parts.length; kept > 0; kept -= 1) {
    const text = parts.slice(0, kept).join('  ');
    const room = Math.min(longestBar, width - name.length - text.length - 4);
    if (room < shortestBar) continue;
    const done = steps === 0 ? room : Math.round((room * step) / steps);
    return `${name} |${'#'.repeat(done)}${'-'.repeat(room - done)}| ${text}`;
  }
  return `${name} ${count}`.slice(-width);
}
