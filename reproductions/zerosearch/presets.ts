import { fieldsOf } from '../../harness/core/json-fields.ts';
import { type Preset, sourceOf } from '../../harness/reproduce/preset.ts';
import type { Profile } from '../../harness/reproduce/reproduction.ts';
import { rewardPreset } from '../../harness/reward/preset.ts';
import { parseTrainConfig, type TrainConfig } from '../../harness/run/run-config.ts';
import { paperScaleSources } from './paper-scale-sources.ts';
import { paperConfig, paperPolicies, type PaperScaleSettings, paperSettings } from './paper-scale.ts';
import { publishedBugs } from './published-bugs.ts';
import { embeddedRecipe } from './recipe.ts';

/** The settings of ZeroSearch: as printed, as its code computes, as it should compute, and as it runs here. */
export function zerosearchPresets(profile: Profile): readonly Preset[] {
  return [paper(), authorsCode(), corrected(), embedded(profile)];
}

/** What this package's training does otherwise at any size. */
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

/** All of `publishedBugs` at once. */
function authorsCode(): Preset {
  const { environment, klCoefficient } = paperConfig;
  return paperScale({
    id: 'authors-code',
    title: 'the same with every bug of the published code',
    config: {
      ...paperConfig,
      environment: { ...environment, pairing: 'positional', protocol: 'search-r1+final-search' },
      klCoefficient: -klCoefficient,
      rewardPreset: 'zerosearch-f1-authors',
      validation: { decoding: 'sampled', topP: 0.95, dropLastBatch: 64 },
    },
    settings: { ...paperSettings, answerFrom: 'whole-text', metrics: ['sub-em'] },
    deviations: [],
    sources: {
      'environment.pairing': publishedBugs['pairing-bug'],
      'environment.protocol': publishedBugs['final-turn-search'],
      klCoefficient: publishedBugs['kl-sign'],
      rewardPreset: `${publishedBugs['em-is-substring']}; ${publishedBugs['beijing-default']}`,
      'validation.decoding': publishedBugs['sampled-validation'],
      'validation.topP': publishedBugs['sampled-validation'],
      'validation.dropLastBatch': publishedBugs['drop-last-batch'],
      answerFrom: publishedBugs['beijing-default'],
      metrics: publishedBugs['em-is-substring'],
    },
  });
}

function corrected(): Preset {
  return paperScale({
    id: 'corrected',
    title: "the paper's values without a bug; what a run of that size should use",
    config: paperConfig,
    settings: {
      ...paperSettings,
      simulator: { ...paperSettings.simulator, retry: { attempts: 3, backoffMs: 1000 } },
      contextCut: 'prompt-kept',
      stopOnTags: true,
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
      ['simulator.retry', 'contextCut', 'stopOnTags', 'documentMask', 'metrics'].map((path) => [
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
}: Pick<Preset, 'id' | 'title'> & {
  readonly config: Omit<TrainConfig, 'deviations' | 'maxFailureShare'>;
  readonly settings: PaperScaleSettings;
  readonly deviations: readonly string[];
  readonly sources?: Preset['sources'];
}): Preset {
  const ofRewards = rewardPreset(config.rewardPreset).deviations;
  return {
    id,
    title,
    config: parseTrainConfig({ ...config, deviations: [...ofThisTrainer, ...deviations, ...ofRewards] }),
    beyond: { ...settings },
    sources: { ...paperScaleSources, ...sources },
    curricula: paperPolicies.map(({ models, curriculum }) => ({ label: models.join(', '), curriculum })),
  };
}

/** The arm that all others depart from. */
function embedded(profile: Profile): Preset {
  const config = embeddedRecipe({ arm: 'simulator-l', seed: profile.seeds[0] ?? 1, profile });
  const published = fieldsOf(paperConfig);
  const { deviations: _, ...values } = config;
  const paths = [...fieldsOf(values)];
  const curriculum = config.environment?.curriculum ?? { kind: 'none' };
  return {
    id: 'embedded',
    title: 'the recipe that runs here, arm simulator-l of the default profile',
    config,
    beyond: { topP: 1 },
    sources: {
      topP: 'ours, see deviations',
      ...Object.fromEntries(
        paths.map(([path, value]) => [
          path,
          value === published.get(path)
            ? (sourceOf({ sources: paperScaleSources }, path) ?? 'ours')
            : 'ours, see deviations',
        ]),
      ),
    },
    curricula: [{ label: 'simulator-l', curriculum }],
  };
}
