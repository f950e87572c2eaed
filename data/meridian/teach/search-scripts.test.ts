import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { generateWorld } from '../generate/generate-world.ts';
import { meridianSearchScripts } from './search-scripts.ts';

const world = generateWorld(12);
const scripts = meridianSearchScripts(world);

describe('the scripted searches of Meridian', () => {
  it('search once per needed chunk and never write the answer', async () => {
    for (const question of world.questions.slice(0, 120)) {
      const turns = await scripts.ceiling(question);
      assert.equal(turns.length, question.chunkIds.length, question.id);
      for (const text of turns) {
        assert.match(text, /^<think> .*<\/think>\n<search> .*<\/search>$/);
        assert.ok(!text.includes(question.answers[0]), `${question.id}: ${text}`);
      }
    }
  });

  it('ask the question as it stands for the verbatim row', async () => {
    const [question] = world.questions;
    assert.ok(question !== undefined);
    const [turn = '', ...more] = await scripts.verbatim(question);
    assert.ok(turn.endsWith(`<search> ${question.question}</search>`));
    assert.equal(more.length, 0);
  });
});
