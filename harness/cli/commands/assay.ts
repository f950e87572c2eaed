import { Command } from 'commander';
import { assayPolicyCommand } from '../assay-policy-command.ts';
import { assayVerdictsCommand } from '../assay-verdicts-command.ts';

/** Place in the help. */
export const rank = 65;

/** `twinzero assay`: what the instrument itself is worth, before anything is measured with it. */
export function assayCommand(): Command {
  return new Command('assay')
    .description('measure the instrument itself: the error rate of its verdicts, the room of its policies')
    .addCommand(assayVerdictsCommand())
    .addCommand(assayPolicyCommand());
}
