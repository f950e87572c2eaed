import type { AnswerType } from './world.ts';

type Asks = Readonly<Record<AnswerType, readonly string[]>>;

/** Ways to name an incident, by the parts that are given. */
export const troublePhrases = {
  full: [
    'the {fault} in the {component} during {phase}',
    'the {component} {fault} during {phase}',
    'the {fault} that the {component} had in {phase}',
  ],
  componentFault: [
    'the {fault} in the {component}',
    'the {component} {fault}',
    'the {fault} that the {component} had',
  ],
  componentPhase: [
    'the trouble with the {component} during {phase}',
    'what went wrong with the {component} in {phase}',
    'the {component} trouble of {phase}',
  ],
} as const;

/** Ways to state it first and ask after. */
export const troubleStatements = {
  full: [
    'During {phase} the {component} had a {fault}',
    'The {component} had a {fault} during {phase}',
    'There was a {fault} in the {component} in {phase}',
  ],
  componentFault: ['The {component} had a {fault}', 'There was a {fault} in the {component} once'],
  componentPhase: [
    'The {component} gave trouble in {phase}',
    'During {phase} something was wrong with the {component}',
  ],
} as const;

/** Questions about the incident named; `{trouble}` is a phrase, `{statement}` a statement. */
export const singleAsks: Asks = {
  officer: [
    'Which officer looked into {trouble}?',
    'What is the name of the officer who looked into {trouble}?',
    'Who was the officer on {trouble}?',
    '{statement}: which officer looked into it?',
    '{statement}; what was the name of the officer who looked into it?',
  ],
  cause: [
    'What was the cause of {trouble}?',
    'What turned out to be the cause of {trouble}?',
    'Which cause was given for {trouble}?',
    '{statement}: what was the cause?',
    '{statement}; what turned out to be the cause?',
  ],
  locker: [
    'Which locker held the spare for {trouble}?',
    'In which locker was the spare for {trouble}?',
    'Which locker was opened because of {trouble}?',
    '{statement}: which locker held the spare?',
    '{statement}; in which locker was the spare?',
  ],
};

/** Questions about the later incident, by naming the earlier one. */
export const recurrenceAsks: Asks = {
  officer: [
    'When {trouble} came back, which officer looked into it?',
    'Which officer looked into {trouble} when it came back?',
    '{statement}; when it came back, which officer looked into it?',
  ],
  cause: [
    'When {trouble} came back, what was the cause?',
    'What was the cause of {trouble} when it came back?',
    '{statement}; when it came back, what was the cause?',
  ],
  locker: [
    'When {trouble} came back, which locker held the spare?',
    'Which locker held the spare for {trouble} when it came back?',
    '{statement}; when it came back, which locker held the spare?',
  ],
};

/** Questions about the case that the incident named became. */
export const caseAsks: Asks = {
  officer: [
    'Which officer closed the case on {trouble}?',
    'In the case on {trouble}, which officer signed the file?',
    '{statement}; which officer closed the case on it?',
  ],
  cause: [
    'What cause does the case on {trouble} give?',
    'In the case on {trouble}, what was the cause?',
    '{statement}; what cause does the case on it give?',
  ],
  locker: [
    'Which locker held the spare in the case on {trouble}?',
    'In the case on {trouble}, which locker held the spare?',
    '{statement}; which locker held the spare in the case on it?',
  ],
};
