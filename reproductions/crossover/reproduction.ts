import type { Profile, Reproduction } from '../../harness/reproduce/reproduction.ts';
import zerosearch from '../zerosearch/reproduction.ts';
import { crossoverArms } from './arms.ts';
import { crossoverReport } from './crossover-report.ts';
import { crossoverRecipe } from './recipe.ts';

const arms = crossoverArms.map(({ id }) => id);
const withOurArms = (profile: Profile): Profile => ({ ...profile, arms });

/** ZeroSearch's setting and recipe with ReZero's reward: what neither paper tried. */
const crossover: Reproduction = {
  id: 'crossover',
  title: 'Crossover of ReZero and ZeroSearch',
  arms,
  profiles: {
    smoke: withOurArms(zerosearch.profiles.smoke),
    default: withOurArms(zerosearch.profiles.default),
    full: withOurArms(zerosearch.profiles.full),
  },
  setting: zerosearch.setting,
  recipe: crossoverRecipe,
  ...(zerosearch.armSetting !== undefined && { armSetting: zerosearch.armSetting }),
  report: crossoverReport(),
};
export default crossover;
