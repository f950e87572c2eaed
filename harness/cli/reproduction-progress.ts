import { MultiBar, type SingleBar } from 'cli-progress';
import type { ReproducePhase } from '../reproduce/reproduce.ts';
import type { TrainEvent } from '../train/train-event.ts';
import { printError } from './print.ts';
import { progressLine } from './progress-line.ts';

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

/** Shows the phase and its runs side by side on stderr: live lines on a terminal, a line per evaluation elsewhere. */
export class ReproductionProgress {
  readonly #runs: number;
  readonly #totalSteps: number;
  /** When the runs began: what came before says nothing of how long they take. */
  #startSeconds = performance.now() / 1000;
  readonly #bars: MultiBar | null;
  #phaseLine: SingleBar | null = null;
  #phase: ReproducePhase = 'runs';
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
          format: (_options, _params, { text }: { text: () => string }) => text(),
        })
      : null;
    this.#phaseLine =
      this.#bars?.create(1, 0, { text: () => this.#phaseText().slice(0, lineWidth()) }) ?? null;
  }

  /** Names the part of the work that begins. */
  begin(phase: ReproducePhase): void {
    this.#phase = phase;
    if (phase === 'runs') this.#startSeconds = performance.now() / 1000;
    if (this.#bars === null) printError(this.#phaseText());
    else this.#phaseLine?.update(0);
  }

  /** Starts showing a run; returns what to do with its events and when it ended. */
  follow(run: TrackedRun): { readonly onEvent: (event: TrainEvent) => void; readonly end: () => void } {
    const name = `${run.arm} seed ${run.seed}`;
    const shown = { name: name.padEnd(20), steps: run.steps, step: 0, reward: '-', accuracy: '-' };
    const bar = this.#bars?.create(run.steps, 0, { text: () => progressLine(shown, lineWidth()) }) ?? null;
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
        shown.step = Math.max(shown.step, event.step);
        bar?.update(shown.step);
      },
      end: () => {
        this.#finishedRuns += 1;
        if (bar !== null) this.#bars?.remove(bar);
      },
    };
  }

  /** Clears the live lines. */
  stop(): void {
    this.#bars?.stop();
  }

  /** E.g. `runs 3/21, 12 min left`. */
  #phaseText(): string {
    if (this.#phase !== 'runs') return this.#phase;
    const left = this.#timeLeft();
    return `runs ${this.#finishedRuns}/${this.#runs}${left === '' ? '' : `, ${left}`}`;
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

/** One less than the terminal has: a full line makes some of them break it. */
function lineWidth(): number {
  return (process.stderr.columns ?? 80) - 1;
}
