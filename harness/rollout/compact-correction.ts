/** What follows an invalid action of a policy of few words, in words it knows. */
export const compactCorrection = '\n no match , need result\n';
