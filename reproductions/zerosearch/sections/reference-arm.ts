/** The arm that every table compares with: REINFORCE, curriculum, masked documents, F1, simulator L. */
export const referenceArm = 'simulator-l';
