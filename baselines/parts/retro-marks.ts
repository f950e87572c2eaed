/**
 * Marks of RetroLLM's message, `<search>a\nb</search>\n<information>c\nd</information>\n`, and the answer behind it. Tags that
 * every policy here knows; documents can't contain them, for they are made harmless before they are indexed.
 * DEVIATION(retro-marks)
 */
export const retroMarks = {
  /** Between clues, and between pieces of evidence. */
  separator: '\n',
  clues: { open: '<search>', close: '</search>' },
  evidence: {
    open: '\n<information>',
    close: '</information>\n',
    /** Ends the evidence and opens another round of clues. */
    again: '</information><search>',
  },
} as const;
