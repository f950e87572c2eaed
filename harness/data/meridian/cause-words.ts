/** First words of a cause; all begin with a consonant sound, so that "a" fits before each. */
export const causeAdjectives: readonly string[] =
  `frayed worn loose bent brittle dirty twisted melted pitted warped split stiff
  swollen missing weak crooked chipped tangled damp greasy hollow punctured faulty rusty`.split(/\s+/u);

/** Second words of a cause. */
export const causeNouns: readonly string[] =
  `bushing gasket bracket wire seal spring washer rivet filter hose bearing fuse
  bolt clamp relay cable sleeve pin membrane strut shim grommet lever joint`.split(/\s+/u);
