/** Phrases of Self-Ask (Press et al., arXiv 2210.03350, figure 3). */
export const selfAskMarks = {
  open: 'Are follow up questions needed here:',
  followUp: 'Follow up:',
  intermediate: 'Intermediate answer:',
  final: 'So the final answer is:',
} as const;
