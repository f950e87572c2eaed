import { asLastListener, isHeard } from '../core/last-listeners.ts';
import { printError } from './print.ts';

/**
 * Answers Ctrl-C on a command that has --resume at once, in one sentence: a run ends its step first, everything else
 * ends here, with exit code 130. Other commands leave it to the system, which interrupts a computation, too.
 */
export function answerInterruption(): void {
  let said = false;
  const heard = (): void => {
    if (!isHeard('SIGINT')) {
      printError('interrupted; the same command with --resume continues');
      process.exit(130);
    }
    if (!said)
      printError('stopping after the step under way, which --resume continues; Ctrl-C again stops now');
    said = true;
  };
  process.on('SIGINT', asLastListener(heard));
}
