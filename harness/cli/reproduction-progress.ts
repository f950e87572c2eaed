import { MultiBar, type SingleBar } from 'cli-progress';
import type { TrainEvent } from '../train/train-event.ts';
import { printError } from './print.ts';

/** One run as the progress line names it. */
export interface TrackedRun {
  readonly arm: string;
  readonly seed: number;
  readonly steps: number;
}

/** What ended a run early, and how it goes on. */
export function stoppedText({ step, reason }: Extract<TrainEvent, { kind: 'stopped' }>): string {
  return `stopped at step ${step}: ${reason} and --resume`;
}

/** Shows runs side by side on stderr: live bars on a terminal, a line per evaluation elsewhere. */
export class ReproductionProgress {
  readonly #runs: number;
  readonly #totalSteps: number;
  readonly #startSeconds = performance.now() / 1000;
  readonly #bars: MultiBar | null;
  #finishedRuns = 0;
  #trainedSteps = 0;
  #skippedSteps = 0;

  constructor(runs: readonly TrackedRun[]) {
    this.#runs = runs.length;
    this.#totalSteps = runs.reduce((total, { steps }) => total + steps, 0);
    this.#bars = process.stderr.isTTY
      ? new MultiBar({
          stream: process.stderr,
          hideCursor: true,
          clearOnComplete: true,
          format: '{run} |{bar}| step {value}/{total}  reward {reward}  held-out {accuracy}  {left}',
        })
      : null;
  }

  /** Starts showing a run; returns what to do with its events and when it ended. */
  follow(run: TrackedRun): { readonly onEvent: (event: TrainEvent) => void; readonly end: () => void } {
    const name = `${run.arm} seed ${run.seed}`;
    const shown = { run: name.padEnd(20), reward: '-', accuracy: '-', left: '' };
    const bar = this.#bars?.create(run.steps, 0, shown) ?? null;
    let last = 0;
    return {
      onEvent: (event) => {
        if (event.kind === 'resumed') this.#skippedSteps += event.step;
        if (event.kind === 'step') {
          this.#trainedSteps += 1;
          shown.reward = event.rewardMean?.toFixed(2) ?? '-';
        }
        if (event.kind === 'evaluation' && event.split === 'held-out') {
          shown.accuracy = event.accuracy === null ? 'not scored' : `${(100 * event.accuracy).toFixed(1)} %`;
          this.#printLine(name, event.step, shown);
        }
        if (event.kind === 'stopped') printError(`${name}: ${stoppedText(event)}`);
        last = Math.max(last, event.step);
        shown.left = this.#timeLeft();
        bar?.update(last, shown);
      },
      end: () => this.#end(bar),
    };
  }

  /** Clears the live bars. */
  stop(): void {
    this.#bars?.stop();
  }

  #end(bar: SingleBar | null): void {
    this.#finishedRuns += 1;
    if (bar !== null) this.#bars?.remove(bar);
  }

  #printLine(
    name: string,
    step: number,
    shown: { readonly reward: string; readonly accuracy: string },
  ): void {
    if (this.#bars !== null) return;
    const { reward, accuracy } = shown;
    printError(
      `[${this.#finishedRuns}/${this.#runs}] ${name}  step ${step}  reward ${reward}  held-out ${accuracy}  ${this.#timeLeft()}`,
    );
  }

  #timeLeft(): string {
    if (this.#trainedSteps === 0) return '';
    const elapsed = performance.now() / 1000 - this.#startSeconds;
    const left = this.#totalSteps - this.#skippedSteps - this.#trainedSteps;
    const seconds = (elapsed / this.#trainedSteps) * left;
    return seconds < 90 ? `${Math.round(seconds)} s left` : `${Math.round(seconds / 60)} min left`;
  }
}
