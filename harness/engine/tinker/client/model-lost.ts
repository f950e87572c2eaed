import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** The error of a model that a server no longer has: it was restarted, or its session was silent for too long. */
export class ModelLost extends TwinZeroError {
  constructor(sentence: string) {
    super(
      'engine',
      `${sentence}; the server was restarted or had heard nothing for too long, and the model is gone: resume the run, which loads its last checkpoint`,
    );
  }
}
