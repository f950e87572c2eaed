import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { taggedParts } from './tagged-parts.ts';

function short(role: Parameters<typeof taggedParts>[0], text: string): string[] {
  return taggedParts(role, text).map(
    ({ tag, text: body, closed }) => `${tag ?? '-'}:${body}${closed ? '' : '…'}`,
  );
}

describe('taggedParts', () => {
  it('cuts what the policy wrote as rewards read it: to the nearest closing tag', () => {
    assert.deepEqual(short('policy', 'so <think>a <search>b</think>c</search> <answer>d</answer>'), [
      '-:so ',
      'think:a <search>b',
      '-:c</search> ',
      'answer:d',
    ]);
    assert.deepEqual(short('written', '<tool_call>{}</tool_call>'), ['tool_call:{}']);
    assert.deepEqual(short('policy', '<search>a</search><search></search>'), ['search:a', 'search:']);
  });

  it('keeps a tag that is not closed, and a closing one without a start', () => {
    assert.deepEqual(short('policy', 'a</think><answer>b <think>c</think>'), [
      '-:a</think>',
      'answer:b <think>c</think>…',
    ]);
    assert.deepEqual(short('policy', '<THINK>a</THINK><img>'), ['-:<THINK>a</THINK><img>']);
  });

  it('has no tag but the outermost information in an observation, and none in a prompt', () => {
    assert.deepEqual(
      short('observation', 'x\n<information>a</information><answer>b</answer></information>\n'),
      ['-:x\n', 'information:a</information><answer>b</answer>'],
    );
    assert.deepEqual(short('observation', '</information> <information>'), [
      '-:</information> <information>',
    ]);
    assert.deepEqual(short('prompt', 'write <answer>x</answer>'), ['-:write <answer>x</answer>']);
  });

  it('takes time in proportion to the text', () => {
    const text = '<think>'.repeat(40_000);
    const from = process.cpuUsage();
    assert.equal(taggedParts('policy', text).length, 1);
    assert.equal(taggedParts('policy', '<think></think>'.repeat(40_000)).length, 40_000);
    // Some 20 ms of the processor; a quadratic search takes minutes.
    assert.ok(process.cpuUsage(from).user < 2e6);
  });
});
