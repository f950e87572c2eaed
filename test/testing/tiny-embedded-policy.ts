import { saveFolder } from '../../harness/engine/embedded/folder/save-folder.ts';
import { initialWeights } from '../../harness/engine/embedded/folder/weights.ts';
import {
  buildWordTokenizer,
  saveWordTokenizer,
} from '../../harness/engine/embedded/text/build-word-tokenizer.ts';
import { huggingFaceCodec, openTokenPolicy, requireTrainable } from '../../harness/engine/index.ts';
import { Random } from '../../harness/index.ts';
import { tinyDemonstrations } from '../../harness/train/testing/tiny-demonstrations.ts';
import { tinyWords } from '../../harness/train/testing/tiny-world.ts';

/**
 * Writes a Hugging Face folder of 30,000 parameters: seeded random weights, taught for 60 steps to search for the
 * topic and then to answer with any of the tiny world's four answers, so in format and right once in four.
 */
export async function writeTinyEmbeddedPolicy(folder: string): Promise<void> {
  const tokenizer = buildWordTokenizer(tinyWords, ['Question', ':']);
  await saveWordTokenizer(folder, tokenizer);
  const codec = await huggingFaceCodec(folder);
  const model = {
    architecture: 'LlamaForCausalLM' as const,
    vocabularySize: tokenizer.vocabularySize,
    hiddenSize: 32,
    layers: 2,
    heads: 2,
    keyValueHeads: 2,
    headSize: 16,
    mlpSize: 64,
    normEpsilon: 1e-5,
    ropeTheta: 10_000,
    ropeScaling: null,
    maxPositions: 128,
    tiedEmbeddings: true,
    initializerRange: 0.1,
    bosToken: null,
    eosTokens: [codec.stopToken],
  };
  await saveFolder(folder, { weights: initialWeights(model, Random.seeded(1)), dtype: 'float32' });
  const policy = await openTokenPolicy({ kind: 'embedded', folder }, { provider: 'cpu', threads: 1 });
  const { learner } = requireTrainable(policy);
  const data = tinyDemonstrations(codec);
  const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };
  for (let step = 0; step < 60; step += 1) {
    await learner.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
    await learner.optimStep(adam);
  }
  await learner.save(folder, { dtype: 'float32' });
  await policy.close();
}
