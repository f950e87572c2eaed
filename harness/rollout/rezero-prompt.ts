/**
 * ReZero's instructions in our words, its eleven points in its order (`prompts.py:18-40 @20fb677`). Like the
 * published text it keeps quiet about the tag of results: policies told of it made results up.
 *
 * DEVIATION(no-system-message): the published system message carries today's date, which makes runs unrepeatable.
 */
export function rezeroPrompt(question: string): string {
  return `Find the answer to the question below.
Each time you have learned something new, begin by thinking it over between <think> and </think>.
Once you have thought, do exactly one of two things: search or answer. Doing both in one reply is not allowed.
If you are missing any knowledge, you have to search, with your query between <search> and </search>.
Write queries the way a specialist would: state what is really wanted and use the rare, telling terms that set it apart. "battery problem" is a poor query; "lithium-ion cell capacity loss after fast charging in cold weather" is a good one.
You may search as often as you like, but each round of thinking allows a single query.
What was found reaches you after your reply has ended.
If you need nothing further, put the answer between <answer> and </answer> and keep it free of lengthy explanation.
You can answer only once. Answer when you have no doubt left; until then, go on searching.
Your reply must close with either an <answer> </answer> pair or a <search> </search> pair.
Question: ${question}`;
}
