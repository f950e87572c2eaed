/** Parts of the protocol of tinker 0.38.0 that are not served: their paths below `api/v1/`, why, and what to do instead. */
const reasons: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^retrieve_futures$/u, 'results are asked for one at a time; post to retrieve_future'],
  [
    /^cancel_future$/u,
    'a sample that was begun is drawn to its end; leave its future alone, or finish the session',
  ],
  [
    /^create_custom_loss$/u,
    "losses of the client's own are computed by the client; call forward_backward_custom",
  ],
  [
    /^join_sampling_session$/u,
    'copies of a sampling session are not counted; create a sampling session for each',
  ],
  [/^copy_weights$/u, 'weights are not copied by name; load them into a fresh model and save that'],
  [
    /^(?:save_weights_external$|training_runs\/.+\/(?:external_weights_urls|archive)$)/u,
    'weights are sent to no other place; take them from the folder --state',
  ],
  [
    /^(?:training_runs|checkpoints|sessions)(?:\/|$)/u,
    'there is no register of runs; what was saved under a name lies in the folder --state, and weights_info says what it is',
  ],
  [/^(?:auth|billing|audit)\//u, 'there are no accounts; the token of the server is all there is'],
];

/** Why a part of the protocol is not served; null for a path that is none of its. */
export function unserved(path: string): string | null {
  const reason = reasons.find(([pattern]) => pattern.test(path))?.[1];
  return reason === undefined ? null : `${path} is not served here: ${reason}`;
}
