/** What a simulator is told to write: documents that hold the answer, or ones that do not (ZeroSearch section 3.3). */
export type DocumentLabel = 'useful' | 'noisy';
