/** The natural log of softmax over `logits`. */
export function logSoftmax(logits: readonly number[]): number[] {
  const highest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
  return logits.map((logit) => logit - highest - Math.log(sum));
}
