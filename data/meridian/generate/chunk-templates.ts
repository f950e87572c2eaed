/**
 * Sentences of chunks. `{component}`, `{fault}`, `{phase}`, `{officer}`, `{cause}`, `{locker}`, `{case}` and
 * `{return}` (the phase in which the trouble came back) are filled in. No chunk begins with an entity or a value,
 * and no template word is one, so retrieval hangs on the key.
 */
export const chunkTemplates = {
  /** Opens a report. */
  key: [
    'During {phase} the {component} developed a {fault}.',
    'The {component} developed a {fault} during {phase}.',
    'While {phase} was under way a {fault} appeared in the {component}.',
    'A {fault} in the {component} delayed {phase}.',
    'Watch notes from {phase} describe a {fault} in the {component}.',
    'When {phase} began the {component} had a {fault}.',
    'The log of {phase} records a {fault} in the {component}.',
    'Before the end of {phase} the crew saw a {fault} in the {component}.',
    'Halfway through {phase} the {component} suffered a {fault}.',
    'The crew met with a {component} {fault} during {phase}.',
    'In the middle of {phase} the {component} showed a {fault}.',
    'A {fault} of the {component} was reported during {phase}.',
    'The {fault} that the {component} showed began in {phase}.',
    'In {phase} the crew lost time to a {fault} in the {component}.',
  ],
  /** Follows with the three values. */
  values: [
    'The spare from locker {locker} went in after {officer} found a {cause}.',
    'A {cause} was to blame, as {officer} found, and locker {locker} had the spare.',
    'Locker {locker} had the spare that {officer} put in against a {cause}.',
    'With a spare from locker {locker} the repair was made by {officer}, who noted a {cause}.',
    'It came from a {cause}, said {officer}, who took the spare from locker {locker}.',
    'The reason was a {cause}; {officer} put in the spare from locker {locker}.',
    'Behind it was a {cause}, and {officer} got the spare out of locker {locker}.',
    'A spare lay in locker {locker}, and {officer} replaced a {cause} with it.',
  ],
  /** The same, beginning with the officer, so that a clause may stand in front. */
  officerFirst: [
    '{officer} traced it to a {cause} and fetched the spare from locker {locker}.',
    '{officer} blamed a {cause} and took the spare out of locker {locker}.',
    '{officer} opened locker {locker} for the spare and replaced a {cause}.',
    '{officer} put in the spare from locker {locker} and wrote of a {cause}.',
    '{officer} found a {cause} and used the spare kept in locker {locker}.',
  ],
  /** Clauses that mention the phase again. */
  afterwards: ['After {phase}', 'Once {phase} was over', 'With {phase} behind them', 'As {phase} ended'],
  /** Closes a report whose trouble recurred. */
  recurrence: [
    'It came back during {return}.',
    'The same trouble came back in {return}.',
    'During {return} it came back.',
    'It was quiet until it came back in {return}.',
  ],
  /** Closes a report handed on. */
  handedOn: [
    'It was handed on as case {case}.',
    'The matter became case {case}.',
    'More is in case {case}.',
    'It went on as case {case}.',
  ],
  /** A whole case file. */
  caseFile: [
    'Case {case} was closed by {officer}, who blamed a {cause}; the spare came from locker {locker}.',
    'The file of case {case} blames a {cause}; {officer} closed it with the spare from locker {locker}.',
    'In case {case} the spare came from locker {locker}, and {officer} named a {cause} in closing.',
    'The closing word on case {case} is from {officer}: a {cause}, mended with the spare from locker {locker}.',
    'Case {case} ended with a {cause} replaced by {officer} and the spare in locker {locker} gone.',
    'On closing case {case} the officer, {officer}, named a {cause} and the spare in locker {locker}.',
  ],
} as const;
