import { Random } from '../../../core/random.ts';
import { searchStore } from '../search-store.ts';
import { storedBackend } from '../stored-backend.ts';
import { countedBackend } from './counted-backend.ts';

// Searches one thing after the other and stores it, until it is killed; says so after each.
const [folder = ''] = process.argv.slice(2);
const backend = storedBackend(countedBackend(), searchStore(folder));
for (let i = 0; ; i += 1) {
  const question = {
    id: 'q',
    question: 'q',
    answers: ['a'],
    goldChunkId: null,
    chunkIds: [],
    kind: 'k',
    answerType: 't',
  } as const;
  await backend.search({ query: `query ${i}`, topK: 3, question, random: Random.seeded(i) });
  process.stdout.write(`${i}\n`);
}
