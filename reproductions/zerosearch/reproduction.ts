import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { zerosearchCode } from './authors-code.ts';
import { controls, referenceArm, zerosearchArms } from './arms.ts';
import { zerosearchClaims } from './claims.ts';
import { containmentJudge } from './containment-judge.ts';
import { zerosearchDeviations } from './deviations.ts';
import { readZerosearchPaper } from './paper.ts';
import { paperLevels } from './paper-levels.ts';
import { mispaired } from './positional-pairing.ts';
import { zerosearchPresets } from './presets.ts';
import { zerosearchBase } from './recipe.ts';
import { rewardSets } from './rewards.ts';
import { zerosearchSections } from './sections/sections.ts';
import { paperFormat } from './simulator-format.ts';

const paper = readZerosearchPaper();

/** Seeds and samples from which arms are compared. */
const compared = {
  seeds: [1, 2, 3, 4, 5],
  primarySeeds: [6, 7, 8],
  evaluation: { samples: 4, extended: 1 },
};

/** ZeroSearch (arXiv 2505.04588): the same policy trained against real search and against models that simulate it. */
const zerosearch: Reproduction = {
  id: 'zerosearch',
  title: 'ZeroSearch',
  sideBySide: 2,
  base: zerosearchBase,
  arms: zerosearchArms,
  profiles: {
    smoke: {
      seeds: [1],
      steps: 2,
      evaluateEvery: 2,
      checkpointEvery: 2,
      evaluation: { samples: 1, extended: 1 },
    },
    quick: {
      seeds: [1, 2, 3],
      steps: 40,
      evaluateEvery: 10,
      checkpointEvery: 20,
    },
    default: {
      ...compared,
      steps: 80,
      evaluateEvery: 10,
      checkpointEvery: 20,
    },
    full: {
      ...compared,
      steps: 203,
      evaluateEvery: 20,
      checkpointEvery: 50,
    },
  },
  deviations: zerosearchDeviations,
  rewards: rewardSets,
  brings: {
    searches: { 'zerosearch/mispaired': mispaired },
    formats: { 'zerosearch/paper': paperFormat },
    judges: { 'zerosearch/containment': containmentJudge },
  },
  report: {
    title: 'ZeroSearch: can a model that simulates search replace it in training?',
    mainArms: ['real', 'simulator-s', 'simulator-m', referenceArm, 'prompted', 'no-search'],
    claims: zerosearchClaims(),
    controls,
    code: zerosearchCode,
    paper: { ...paper, levels: paperLevels(paper) },
    sections: zerosearchSections(paper),
  },
  prepare: async (folder, place, profile) => {
    // Half a minute, which a first look does not have.
    if (profile !== 'quick')
      await (await import('./simulator-quality.ts')).writeSimulatorQuality(folder, place);
  },
  presets: () => zerosearchPresets(zerosearch),
};
export default zerosearch;
