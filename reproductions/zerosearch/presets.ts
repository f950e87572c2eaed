import { canonicalJson } from '../../harness/core/canonical-json.ts';
import { fieldsOf } from '../../harness/core/json-fields.ts';
import { deviationsOf } from '../../harness/reproduce/deviations.ts';
import { type Preset, sourceOf } from '../../harness/reproduce/preset.ts';
import { configOf, type Reproduction } from '../../harness/reproduce/reproduction.ts';
import { parseRunConfig, type RunConfig } from '../../harness/run/index.ts';
import { referenceArm } from './arms.ts';
import { paperConfig, paperPolicies, type PaperScaleSettings, paperSettings } from './paper-scale.ts';
import { paperScaleSources } from './paper-scale-sources.ts';
import { publishedBugs } from './published-bugs.ts';
import { rewardSets } from './rewards.ts';

type PresetSource = Pick<Reproduction, 'id' | 'arms' | 'base' | 'profiles' | 'deviations'>;

/** The settings of ZeroSearch: as printed, as its code computes, as it should compute, and as it runs here. */
export function zerosearchPresets(reproduction: PresetSource): readonly Preset[] {
  return [paper(), authorsCode(), corrected(), embedded(reproduction)];
}

/** Differences of this package's training from the published one at any size. */
const ofThisTrainer: readonly string[] = [
  'minibatches: each step is two updates of 160 episodes; published are 256 and 64, the smaller one at a quarter of its weight (`dp_actor.py:207-276`, `fsdp_workers.py:97-101`).',
  'warmup: 193 steps of 203, rounded up; the published code rounds down.',
  'steps: 203 updates; the published loop ends after 202.',
];

function paper(): Preset {
  return paperScale({
    id: 'paper',
    title: 'ZeroSearch v2 and v3 as published, for Qwen2.5-7B and REINFORCE',
    config: paperConfig,
    settings: paperSettings,
    deviations: [
      'validation: greedy and complete, since the paper does not say; that of the code is in authors-code.',
    ],
  });
}

function at(name: keyof typeof publishedBugs): string {
  return publishedBugs[name].source;
}

/** All of `publishedBugs` at once. */
function authorsCode(): Preset {
  const bugs = Object.values(publishedBugs);
  const config = bugs.reduce((one: RunConfig, { change }) => ({ ...one, ...change(one) }), paperConfig);
  return paperScale({
    id: 'authors-code',
    title: 'the same with every bug of the published code',
    config: {
      ...config,
      protocol: { kind: 'search-r1', prompt: 'instructions', stopOnTags: false, executeFinalSearch: true },
      rewards: [...rewardSets['zerosearch-f1-authors'].rewards],
      validation: { decoding: 'sampled', topP: 0.95, dropLastBatch: 64 },
    },
    settings: { ...paperSettings, answerFrom: 'whole-text', metrics: ['sub-em'] },
    deviations: [],
    sources: {
      trainingSearch: at('pairing-bug'),
      'protocol.executeFinalSearch': at('final-turn-search'),
      klCoefficient: at('kl-sign'),
      rewards: `${at('em-is-substring')}; ${at('beijing-default')}`,
      judge: at('em-is-substring'),
      'validation.decoding': at('sampled-validation'),
      'validation.topP': at('sampled-validation'),
      'validation.dropLastBatch': at('drop-last-batch'),
      answerFrom: at('beijing-default'),
      metrics: at('em-is-substring'),
    },
  });
}

function corrected(): Preset {
  return paperScale({
    id: 'corrected',
    title: "the paper's values without a bug; what a run of that size should use",
    config: { ...paperConfig, protocol: { kind: 'search-r1', prompt: 'instructions' } },
    settings: {
      ...paperSettings,
      simulator: { ...paperSettings.simulator, retry: { attempts: 3, backoffMs: 1000 } },
      // DEVIATION(context-cut), DEVIATION(document-mask), DEVIATION(metrics)
      contextCut: 'prompt-kept',
      documentMask: 'everywhere',
      metrics: ['em', 'sub-em', 'f1'],
    },
    deviations: [
      'bounded-retry: three attempts with a pause, then the episode is lost; the published code retries for ever.',
      'context-cut: the question stays in the context; the published code keeps the last 4096 tokens.',
      'stop-on-tags: a turn ends at its closing tag; the published code generates on and throws the rest away.',
      'document-mask: documents are masked in advantages, whitening and critic, too.',
      'metrics: exact match, containment and F1 are all reported.',
      'validation: greedy on all questions.',
    ],
    sources: Object.fromEntries(
      ['simulator.retry', 'contextCut', 'documentMask', 'metrics'].map((path) => [
        path,
        'ours, see deviations',
      ]),
    ),
  });
}

function paperScale({
  id,
  title,
  config,
  settings,
  deviations,
  sources = {},
}: Pick<Preset, 'id' | 'title' | 'config' | 'deviations'> & {
  readonly settings: PaperScaleSettings;
  readonly sources?: Preset['sources'];
}): Preset {
  return {
    id,
    title,
    config: parseRunConfig(config),
    beyond: { ...settings },
    deviations: [...ofThisTrainer, ...deviations],
    sources: { ...paperScaleSources, ...sources },
    curricula: paperPolicies.map(({ models, curriculum }) => ({ label: models.join(', '), curriculum })),
  };
}

/** The arm that all others depart from, in the default profile. */
function embedded(reproduction: PresetSource): Preset {
  const profile = reproduction.profiles.default;
  const config = configOf(reproduction, { arm: referenceArm, seed: profile.seeds[0] ?? 1, profile });
  const published = fieldsOf(paperConfig);
  const ours = 'ours, see deviations';
  const source = (path: string, value: unknown): string =>
    canonicalJson(value) === canonicalJson(published.get(path) ?? null)
      ? (sourceOf({ sources: paperScaleSources }, path) ?? 'ours')
      : ours;
  const curriculum =
    config.trainingSearch !== undefined && 'curriculum' in config.trainingSearch
      ? config.trainingSearch.curriculum
      : ({ kind: 'none' } as const);
  return {
    id: 'embedded',
    title: 'the recipe that runs here, arm simulator-l of the default profile',
    config,
    beyond: { topP: 1 },
    deviations: deviationsOf(reproduction.deviations, config),
    sources: {
      topP: ours,
      ...Object.fromEntries([...fieldsOf(config)].map(([path, value]) => [path, source(path, value)])),
    },
    curricula: [{ label: referenceArm, curriculum }],
  };
}
