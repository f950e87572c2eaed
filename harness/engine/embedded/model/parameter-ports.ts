/** Prefixes that say which of a parameter's tensors a port carries; the parameter itself goes by its bare name. */
export const parameterPorts = {
  gradient: 'gradient:',
  first: 'first:',
  second: 'second:',
  start: 'start:',
  next: 'next:',
  nextFirst: 'nextFirst:',
  nextSecond: 'nextSecond:',
} as const;
