import type { DatasetSource } from '../../harness/data/dataset-source.ts';

/** Meridian, the invented archive that is shipped; see CARD.md. */
const meridian: DatasetSource = {
  id: 'meridian',
  load: async () => (await import('./load-meridian.ts')).loadMeridian(),
  absent: () => null,
  commands: {
    'data generate': async () => (await import('./commands/data-command.ts')).generateCommand(),
    'data verify': async () => (await import('./commands/data-command.ts')).verifyCommand(),
    pretrain: async () => (await import('./commands/pretrain-command.ts')).pretrainCommand(),
    simulator: async () => (await import('./commands/simulator-command.ts')).simulatorCommand(),
  },
};
export default meridian;
