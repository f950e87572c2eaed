/** First words of a call sign, the name of a locker or of a case. */
export const callSignLetters: readonly string[] =
  `alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike
  november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu`.split(/\s+/u);

/** Second words of a call sign. */
export const callSignNumbers: readonly string[] = `one two three four five six seven eight nine ten
  eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty`.split(/\s+/u);
