import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { WeightsRef } from '../engine/weights-ref.ts';
import { inFolder } from '../engine/weights-ref.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { type CheckpointState, newestCheckpoint, sweepCheckpoints, writeCheckpoint } from './checkpoint.ts';
import { noProgress } from './progress.ts';
import { noResources } from './usage.ts';

function stateAt(step: number): CheckpointState {
  return {
    identity: { seed: 1 },
    progress: { ...noProgress, step },
    lengths: { metrics: 10 * step, evaluations: 0, episodes: 0 },
    resources: noResources,
  };
}

/** Saves `content`; then breaks down where that is null. */
function saving(content: string | null): { save(folder: string): Promise<WeightsRef> } {
  return {
    async save(folder) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'weights'), content ?? 'half');
      if (content === null) throw new Error('the disk is full');
      return inFolder(folder);
    },
  };
}

function write(folder: string, step: number, content: string | null = `weights ${step}`): Promise<void> {
  return writeCheckpoint(folder, stateAt(step), { learner: saving(content), critic: null });
}

describe('checkpoints', () => {
  const newFolder = temporaryFolders();

  it('are the newest two, numbered so that they stay in order beyond any number of digits', async () => {
    const folder = newFolder();
    assert.equal(await newestCheckpoint(folder), null);
    for (const step of [0, 2, 999_999, 1_000_000]) await write(folder, step);
    const checkpoints = join(folder, 'checkpoints');
    assert.deepEqual(readdirSync(checkpoints).toSorted(), ['step-1000000', 'step-999999']);
    assert.deepEqual(await newestCheckpoint(folder), {
      folder: join(checkpoints, 'step-1000000'),
      weights: inFolder(join(checkpoints, 'step-1000000')),
      critic: inFolder(join(checkpoints, 'step-1000000', 'critic')),
      ...stateAt(1_000_000),
    });
  });

  it('keep the name of weights that are on a server', async () => {
    const folder = newFolder();
    const named = { kind: 'named', name: 'tinker://model/weights/step-3' } as const;
    const values = { kind: 'named', name: 'tinker://critic/weights/critic-3' } as const;
    await writeCheckpoint(folder, stateAt(3), {
      learner: { save: async () => named },
      critic: { save: async () => values },
    });
    const found = await newestCheckpoint(folder);
    assert.deepEqual([found?.weights, found?.critic], [named, values]);
  });

  it('hold the critic in a folder of its own', async () => {
    const folder = newFolder();
    await writeCheckpoint(folder, stateAt(3), { learner: saving('policy'), critic: saving('critic') });
    const read = (...path: string[]): string => readFileSync(join(folder, 'checkpoints', ...path), 'utf8');
    assert.equal(read('step-000003', 'weights'), 'policy');
    assert.equal(read('step-000003', 'critic', 'weights'), 'critic');
  });

  it('are not there until they are whole', async () => {
    const folder = newFolder();
    await write(folder, 2);
    await assert.rejects(write(folder, 4, null), /the disk is full/u);
    assert.equal((await newestCheckpoint(folder))?.progress.step, 2);
    await write(folder, 4);
    assert.equal(readFileSync(join(folder, 'checkpoints', 'step-000004', 'weights'), 'utf8'), 'weights 4');
    assert.deepEqual(readdirSync(join(folder, 'checkpoints')).toSorted(), ['step-000002', 'step-000004']);
  });

  it('take the place of one of the same step whole, files of its own included', async () => {
    const folder = newFolder();
    await write(folder, 2);
    const path = join(folder, 'checkpoints', 'step-000002');
    writeFileSync(join(path, 'left'), '');
    await write(folder, 2, 'again');
    assert.equal(readFileSync(join(path, 'weights'), 'utf8'), 'again');
    assert.ok(!existsSync(join(path, 'left')));
  });

  it('say that their state cannot be written', async () => {
    const learner = {
      async save(partial: string): Promise<WeightsRef> {
        await mkdir(join(partial, 'state.json'));
        return inFolder(partial);
      },
    };
    await assert.rejects(writeCheckpoint(newFolder(), stateAt(1), { learner, critic: null }), {
      kind: 'data',
      message:
        /partial-step-000001\/state\.json cannot be written \(EISDIR: .*\): a folder stands where a file belongs, so move it away$/,
    });
  });

  it('name the broken one', async () => {
    const folder = newFolder();
    await write(folder, 2);
    await write(folder, 4);
    const broken = join(folder, 'checkpoints', 'step-000004');
    for (const text of ['{"schema":1', '{"schema":2}', '']) {
      writeFileSync(join(broken, 'state.json'), text);
      await assert.rejects(newestCheckpoint(folder), {
        kind: 'data',
        message: `${join(broken, 'state.json')} is not a checkpoint of this version; delete ${broken} to resume from the one before it`,
      });
    }
    rmSync(broken, { recursive: true });
    assert.equal((await newestCheckpoint(folder))?.progress.step, 2);
  });
});

describe('sweepCheckpoints', () => {
  const newFolder = temporaryFolders();

  it('removes what was being written or thrown away, and nothing else', async () => {
    const folder = newFolder();
    await sweepCheckpoints(folder);
    await write(folder, 2);
    const checkpoints = join(folder, 'checkpoints');
    for (const name of ['old-step-000000', 'partial-step-000004', 'old-notes', 'step-000002-copy'])
      mkdirSync(join(checkpoints, name, 'critic'), { recursive: true });
    await sweepCheckpoints(folder);
    assert.deepEqual(readdirSync(checkpoints).toSorted(), ['old-notes', 'step-000002', 'step-000002-copy']);
  });
});
