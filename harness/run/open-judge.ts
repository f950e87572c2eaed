import { canonicalJson } from '../core/canonical-json.ts';
import type { Keep } from '../core/open-whole.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type OpenPolicy, openPolicy } from '../engine/index.ts';
import type { Judge, TextFunction } from '../judge/judge.ts';
import { judgeOf } from '../judge/judges.ts';
import { located } from './model-files.ts';
import { chatOf, type Place } from './place.ts';
import type { RunConfig } from './run-config.ts';

/** Longest reply of a judge; a yes or no comes first. */
const judgeTokens = 256;

/** A judge, and how its model is opened, if it has one of this machine: until then it cannot be asked. */
export interface ClosedJudge {
  readonly judge: Judge;
  /** Opens its model; a judge that is the policy itself asks that one. */
  open(policy: OpenPolicy, keep: Keep): Promise<void>;
}

/**
 * The judge of a configuration. Its model is a policy of this machine, where the place has one of that name, or else
 * served.
 * @throws TwinZeroError `configuration` when there is no such judge or no such model.
 */
export function closedJudge(
  { judge: spec, policy: played, limits }: RunConfig,
  place: Place,
  judges: Readonly<Record<string, Judge>>,
): ClosedJudge {
  const local = 'model' in spec ? modelNamed(place, spec.model) : undefined;
  let opened = unopened;
  const ask = (model: string): TextFunction =>
    local === undefined ? servedText(place, model) : (prompt) => opened(prompt);
  return {
    judge: judgeOf(spec, { ask, judges }),
    async open(policy, keep) {
      if (local === undefined) return;
      const own = canonicalJson(local) === canonicalJson(played);
      const { maxContextTokens: maxTokens } = limits;
      const model = own ? policy : await keep(openPolicy(located(local), { ...place, maxTokens }));
      opened = policyText(model, maxTokens);
    },
  };
}

const unopened: TextFunction = () =>
  Promise.reject(new TwinZeroError('internal', "the judge's model is asked before it is open"));

function modelNamed({ models = {} }: Place, name: string): NonNullable<Place['models']>[string] | undefined {
  return Object.hasOwn(models, name) ? models[name] : undefined;
}

function servedText(place: Place, model: string): TextFunction {
  const client = chatOf(place, model);
  return async (prompt) => {
    const messages = [{ role: 'user', content: prompt }] as const;
    return (await client.chat({ messages, temperature: 0, maxTokens: judgeTokens, seed: 0 })).text;
  };
}

/** A policy that is asked greedily, within sequences of `maxTokens`. */
function policyText(policy: OpenPolicy, maxTokens: number): TextFunction {
  const { codec } = policy;
  const { stopToken } = codec;
  return async (prompt) => {
    const asked = codec.prompt(prompt);
    const room = Math.max(1, Math.min(judgeTokens, maxTokens - asked.length));
    const params = { temperature: 0, maxTokens: room, seed: 0, stopTokens: [stopToken] };
    const { tokens } = await policy.sample(asked, params);
    return codec.decode(tokens.at(-1) === stopToken ? tokens.slice(0, -1) : tokens);
  };
}
