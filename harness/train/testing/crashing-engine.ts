import type { Scorer, TokenPolicy, Trainable } from '../../engine/engine.ts';

const counted = ['sample', 'logprobs', 'forwardBackward', 'optimStep', 'publish', 'save'] as const;

/** Passes everything to `inner` until call number `crashAt` (from 1), which and after which all calls throw. */
export function crashingEngine<Policy extends TokenPolicy & Trainable>(
  inner: Policy,
  crashAt: number,
): Policy {
  let calls = 0;
  const crashing = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        if (key === 'scorer' || key === 'learner') return crashing(member as object);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          if (counted.some((name) => name === key)) calls += 1;
          if (calls >= crashAt) throw new Error(`crash at call ${crashAt}`);
          const result: unknown = Reflect.apply(member, target, args);
          return key === 'reference'
            ? (result as Promise<Scorer>).then((scorer) => crashing(scorer))
            : result;
        };
      },
    });
  return crashing(inner);
}
