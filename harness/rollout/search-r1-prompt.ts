/**
 * Search-R1's and ZeroSearch's instructions in our words, in their order, with their example answer (ZeroSearch
 * `inference.py:91-101`, Search-R1 `qa_search_train_merge.py:30-36, 65-67`). The question is trimmed and
 * ends with a question mark.
 */
export function searchR1Prompt(question: string): string {
  const trimmed = question.trim();
  return `Give the answer to the question below. \
Always start by reasoning between <think> and </think>, and do so again each time you receive new information. \
When your reasoning shows that you lack some knowledge, you can ask a search engine by writing <search> query </search>; \
what it finds is returned to you between <information> and </information>. \
There is no limit to how often you may search. \
As soon as nothing more needs to be looked up, write the bare answer, without explaining it, between <answer> and </answer>, \
as in <answer> Beijing </answer>. \
Question: ${trimmed.endsWith('?') ? trimmed : `${trimmed}?`}
`;
}
