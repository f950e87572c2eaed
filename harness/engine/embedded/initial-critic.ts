import { criticShapes } from './critic-shapes.ts';
import { weightsOver, type Weights } from './weights.ts';

/**
 * A critic with the body of a policy and a value head of zeros.
 *
 * DEVIATION(zero-value-head): the published critic is an `AutoModelForTokenClassification` of the policy, whose new
 * head is drawn at random; from zeros the first values are all 0, and the first advantages made of reward alone.
 */
export function initialCritic({ config, tensors }: Weights): Weights {
  const weights = weightsOver(config, undefined, criticShapes(config));
  for (const [name, { data }] of weights.tensors) {
    const source = tensors.get(name);
    if (source !== undefined) data.set(source.data);
  }
  return weights;
}
