import { evaluateModel, exactMatch, findReproduction, tokenF1 } from 'twinzero';

console.log(exactMatch('The Odyssey', ['Odyssey']), tokenF1('Odyssey module', ['Odyssey']));
const rezero = await findReproduction('rezero');
const asked = { split: 'held-out', seed: 1, place: { provider: 'cpu', threads: 1 } } as const;
const { accuracy, n } = await evaluateModel(rezero, asked);
console.log(n, accuracy);
