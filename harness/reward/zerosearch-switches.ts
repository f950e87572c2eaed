/** Behaviour of the published code that is switched off unless named, each apart from the other. */
export interface ZerosearchSwitches {
  /** `em-is-substring`: sub-EM counts as EM (`ZeroSearch qa_em.py:87 @2d4cdca`). */
  readonly emIsSubstring?: boolean;
  /** `beijing-default`: an episode without an answer is scored as the answer Beijing, see `beijingDefault`. */
  readonly beijingDefault?: boolean;
}
