import type { Fetch } from '../../harness/core/http-exchange.ts';

/** `fetch`, whose answer to the n-th request of an endpoint is lost, and which is out of reach from then on. */
export function lostAnswer(fetch: Fetch, endpoint: string, count: number): Fetch {
  let seen = 0;
  let dead = false;
  return async (url, init) => {
    if (url.endsWith(`/${endpoint}`)) seen += 1;
    if (!dead) {
      dead = seen >= count;
      const answer = await fetch(url, init);
      if (!dead) return answer;
    }
    throw new TypeError('killed');
  };
}
