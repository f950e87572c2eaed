import type { Engine } from '../../engine/engine.ts';

const counted = ['sample', 'logprobs', 'forwardBackward', 'optimStep', 'publish', 'save'] as const;

/** Passes everything to `inner` until call number `crashAt` (from 1), which and after which all calls throw. */
export function crashingEngine(inner: Engine, crashAt: number): Engine {
  let calls = 0;
  return new Proxy(inner, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (counted.some((name) => name === key)) calls += 1;
        if (calls >= crashAt) throw new Error(`crash at call ${crashAt}`);
        return Reflect.apply(member, target, args);
      };
    },
  });
}
