import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { ForwardBackwardRequest, WireDatum } from '../engine/tinker/wire/index.ts';
import { datumColumn, readTokens, withLast } from './datum-column.ts';
import { type TokenLossRule, tokenLosses, type TokenTerms } from './token-losses.ts';

/** A datum as the engine computes it. */
export interface TrainingRow {
  /** The input and what its last place predicts. */
  readonly tokens: readonly number[];
  /**
   * Per place, false where its target is not the token that follows, whose probability alone the engine tells: nothing
   * can be learned there, and nothing is.
   */
  readonly scored: readonly boolean[];
  /** Per place, all but the log-probability that the policy now gives. */
  readonly terms: readonly Omit<TokenTerms, 'logprob'>[];
}

/** A training request as the engine computes it. */
export interface TrainingRows {
  /** Name of the loss. */
  readonly loss: string;
  /** True where gradients are left as they are. */
  readonly forwardOnly: boolean;
  readonly rule: TokenLossRule;
  readonly rows: readonly TrainingRow[];
  /** Bounds of the ratio that hold at every place; null where places have their own. */
  readonly bounds: readonly [low: number, high: number] | null;
  /** Logits are divided by it; a setting of this server, default 1. */
  readonly temperature: number;
}

const inputs = [
  'target_tokens',
  'weights',
  'advantages',
  'logprobs',
  'clip_low_threshold',
  'clip_high_threshold',
] as const;
const settings = ['clip_low_threshold', 'clip_high_threshold', 'beta', 'temperature'] as const;

/**
 * Reads a training request.
 * @throws TwinZeroError `configuration` for a loss or a setting that is not served, `data` for arrays that do not fit.
 */
export function trainingRows({ forward_only: forwardOnly, input }: ForwardBackwardRequest): TrainingRows {
  const rule = ruleOf(input.loss_fn);
  const config = settingsOf(input.loss_fn_config ?? {});
  if (input.loss_fn === 'dro' && !config.has('beta'))
    throw new TwinZeroError('configuration', 'dro needs its beta; give it in loss_fn_config');
  const bounds = boundsOf(rule, config);
  const shared = { low: bounds[0], high: bounds[1], beta: config.get('beta') ?? 0 };
  return {
    loss: input.loss_fn,
    forwardOnly,
    rule,
    rows: input.data.map((datum, i) => trainingRow(datum, { name: `datum ${i}`, rule, shared })),
    bounds: input.data.some((datum) => hasOwnBounds(datum)) ? null : bounds,
    temperature: config.get('temperature') ?? 1,
  };
}

function ruleOf(name: string): TokenLossRule {
  const rule = Object.hasOwn(tokenLosses, name) ? tokenLosses[name] : undefined;
  if (rule !== undefined) return rule;
  throw new TwinZeroError(
    'configuration',
    `there is no loss_fn ${JSON.stringify(name)} here; choose one of ${Object.keys(tokenLosses).join(', ')}`,
  );
}

function boundsOf(
  { bounds }: TokenLossRule,
  config: ReadonlyMap<string, number>,
): [low: number, high: number] {
  const [low, high] = bounds ?? [0, Infinity];
  return [config.get('clip_low_threshold') ?? low, config.get('clip_high_threshold') ?? high];
}

function hasOwnBounds({ loss_fn_inputs }: WireDatum): boolean {
  return ['clip_low_threshold', 'clip_high_threshold'].some((name) => Object.hasOwn(loss_fn_inputs, name));
}

function settingsOf(config: Readonly<Record<string, number | string>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(config).map(([name, value]) => {
      if (
        !(settings as readonly string[]).includes(name) ||
        typeof value !== 'number' ||
        !Number.isFinite(value)
      )
        throw new TwinZeroError(
          'configuration',
          `loss_fn_config has ${name} ${JSON.stringify(value)}; give finite numbers for ${settings.join(', ')}`,
        );
      return [name, value];
    }),
  );
}

interface RowContext {
  readonly name: string;
  readonly rule: TokenLossRule;
  readonly shared: Pick<TokenTerms, 'low' | 'high' | 'beta'>;
}

function trainingRow(datum: WireDatum, { name, rule, shared }: RowContext): TrainingRow {
  const named = { datum, name };
  const read = readTokens(named, { known: inputs, needed: ['target_tokens', ...rule.needs] });
  const column = (key: (typeof inputs)[number], absent: number): ((place: number) => number) =>
    datumColumn(named, key, absent);
  const [target, weight] = [column('target_tokens', NaN), column('weights', 1)];
  const [advantage, old] = [column('advantages', 0), column('logprobs', 0)];
  const [low, high] = [column('clip_low_threshold', shared.low), column('clip_high_threshold', shared.high)];
  const terms = read.map((_, i) => ({
    old: old(i),
    advantage: advantage(i),
    weight: weight(i),
    low: low(i),
    high: high(i),
    beta: shared.beta,
  }));
  const tokens = withLast(read, target(read.length - 1));
  const scored = read.map((_, i) => target(i) === tokens[i + 1]);
  const ofAdvantage = rule.needs.includes('advantages');
  for (const [i, one] of terms.entries()) {
    requireFinite(one, `place ${i} of ${name}`);
    if (scored[i] !== true && one.weight !== 0 && !(ofAdvantage && one.advantage === 0))
      throw new TwinZeroError(
        'data',
        `the target at place ${i} of ${name} is not the token that follows, and only that can be learned here; weigh it 0`,
      );
  }
  return { tokens, scored, terms };
}

function requireFinite(terms: Omit<TokenTerms, 'logprob'>, where: string): void {
  if (terms.weight === 0) return;
  const stray = Object.entries(terms).find(
    ([name, value]) => !Number.isFinite(value) && !(name === 'high' && value === Infinity),
  );
  if (stray !== undefined)
    throw new TwinZeroError('data', `${stray[0]} at ${where} is ${stray[1]}; give a finite number`);
}
