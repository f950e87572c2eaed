import { type ConformanceBench, gap, moving, sampled, scored } from './conformance-bench.ts';
import { scoredDatum } from '../loss/server-lesson.ts';
import type { Finding } from './finding.ts';

/** What samples are worth: against the trainer, under stop strings, of older weights, and as scores of prompts. */
export async function checkSampling(bench: ConformanceBench): Promise<Finding[]> {
  const { connection, model, sequences, decode } = bench;
  const [prompt] = sequences;
  const session = await model.saveForSampler();
  const before = await sampled(connection, session, { prompt, promptLogprobs: true });
  const tokens = before.sequences[0]?.tokens ?? [];
  const own = before.sequences[0]?.logprobs ?? [];
  const whole = [...prompt, ...tokens];
  const [trainer = []] = await scored(model, [whole]);
  const distance = gap(own, trainer.slice(prompt.length - 1));
  const named = before.prompt_logprobs?.length ?? 0;
  const promptGap = gap(
    (before.prompt_logprobs ?? []).slice(named - prompt.length + 1).map((value) => value ?? NaN),
    trainer.slice(0, prompt.length - 1),
  );
  return [
    {
      check: 'sampler against trainer',
      passed: distance <= connection.profile.mostGap,
      found: `${distance.toExponential(1)} nats apart at most, of ${tokens.length} tokens`,
    },
    {
      check: 'log-probabilities of a prompt',
      passed: promptGap <= connection.profile.mostGap,
      found: `${named} for ${prompt.length} tokens, ${promptGap.toExponential(1)} nats from the trainer's`,
    },
    await stops(bench, { session, prompt, tokens, decode }),
    await snapshots(bench, { session, prompt, own, other: whole }),
  ];
}

async function stops(
  { connection }: ConformanceBench,
  of: {
    readonly session: string;
    readonly prompt: readonly number[];
    readonly tokens: readonly number[];
    readonly decode: ConformanceBench['decode'];
  },
): Promise<Finding> {
  const check = 'stop strings';
  const { decode } = of;
  const text = decode?.(of.tokens.slice(1, 2)).trim() ?? '';
  if (decode === null || text === '')
    return { check, passed: null, found: 'not checked: name a --tokenizer whose tokens have text' };
  const cut = await sampled(connection, of.session, { prompt: of.prompt, stop: [text] });
  const [first] = cut.sequences;
  const said = first === undefined ? '' : decode(first.tokens);
  const stopped = first?.stop_reason === 'stop' && first.tokens.length < of.tokens.length;
  return {
    check,
    passed: null,
    found: `${stopped ? 'stops' : 'does not stop'} at ${JSON.stringify(text)}, and ${said.includes(text) ? 'keeps' : 'leaves out'} it`,
    fits: { stopStrings: stopped },
  };
}

/** Samples an older session of a model that has moved on, which no run ever does. */
async function snapshots(
  { connection, model }: ConformanceBench,
  of: {
    readonly session: string;
    readonly prompt: readonly number[];
    readonly own: readonly number[];
    readonly other: readonly number[];
  },
): Promise<Finding> {
  for (let step = 0; step < 5; step += 1) {
    await model.forwardBackward({ data: [scoredDatum(of.other)], loss: 'cross_entropy', config: {} });
    await model.optimStep(moving);
  }
  const [moved = []] = await scored(model, [of.other]);
  // Newer weights are sampled first, so that the older ones have to be fetched.
  await sampled(connection, await model.saveForSampler(), { prompt: of.prompt });
  const old = await sampled(connection, of.session, { prompt: of.prompt });
  const [after = []] = await scored(model, [of.other]);
  const kept = gap(moved, after) < 1e-4;
  const same = gap(old.sequences[0]?.logprobs ?? [], of.own) < 1e-4;
  const olderSnapshot = kept ? (same ? 'sampled' : 'newest') : 'overwrites';
  const words = {
    sampled: 'an older session samples its own weights',
    newest: 'an older session samples the newest weights',
    overwrites: 'sampling an older session takes the weights in training back to it',
  } as const;
  return { check: 'older snapshots', passed: null, found: words[olderSnapshot], fits: { olderSnapshot } };
}
