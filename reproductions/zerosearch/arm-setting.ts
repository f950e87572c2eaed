import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { EngineChoice } from '../../harness/reproduce/engine-choice.ts';
import type { ArmSetting, Setting } from '../../harness/reproduce/reproduction.ts';
import { searchR1Protocol } from '../../harness/rollout/protocols/inline-protocol.ts';
import type { Protocol } from '../../harness/rollout/protocols/protocol.ts';
import { withoutSearch } from '../../harness/rollout/protocols/without-search.ts';
import type { TrainConfig } from '../../harness/run/run-config.ts';
import { curriculumBackend } from '../../harness/search/simulator/curriculum-backend.ts';
import { curriculumText, noisyProbability } from '../../harness/search/simulator/curriculum.ts';
import { containmentJudge } from './containment-judge.ts';
import { modelFolder, openSimulator, simulatorNames } from './open-simulator.ts';
import { mispairedBackend, publishedWrongShare } from './positional-pairing.ts';

/** What an attempt to search reads where there is nothing to search, in words the policy knows. */
const nothingFound = '\n nothing came back\n';

type Environment = NonNullable<TrainConfig['environment']>;

/** Opens what a configuration's `environment` names. */
export async function armSetting(
  config: TrainConfig,
  { setting, engine }: { readonly setting: Setting; readonly engine: EngineChoice },
): Promise<ArmSetting> {
  const { environment } = config;
  if (environment === undefined) return {};
  const shared = {
    startPolicy: startOf(environment),
    protocol: protocolOf(environment),
    ...(environment.judge === 'containment' && { judge: containmentJudge }),
  };
  const { search } = environment;
  if (search === 'real' || search === 'none') return shared;
  const name = simulatorNames.find((one) => one === search);
  if (name === undefined) throw new TwinZeroError('configuration', `there is no training search "${search}"`);
  const { backend, close } = await openSimulator(name, engine);
  const others = setting.dataset.train;
  const told =
    environment.pairing === 'positional'
      ? mispairedBackend(backend, { wrongShare: publishedWrongShare, others })
      : backend;
  const curriculum = environment.curriculum ?? ({ kind: 'none' } as const);
  const id = curriculumText(curriculum);
  const at = (step: number): ReturnType<typeof curriculumBackend> =>
    curriculumBackend(told, {
      noisyProbability: noisyProbability(curriculum, { step, steps: config.steps }),
      id,
    });
  return { ...shared, trainingSearch: { id: at(1).id, at }, close };
}

function startOf({ start }: Environment): string {
  return modelFolder(start === 'base' ? 'meridian-base' : 'meridian-search-r1');
}

function protocolOf({ protocol }: Environment): Protocol {
  const compact = { prompt: 'compact' } as const;
  switch (protocol) {
    case 'search-r1':
      return searchR1Protocol(compact);
    case 'search-r1+final-search':
      return searchR1Protocol({ ...compact, executeFinalSearch: true });
    case 'without-search':
      return withoutSearch(searchR1Protocol(compact), nothingFound);
    default:
      throw new TwinZeroError('configuration', `there is no protocol "${protocol}"`);
  }
}
