/** `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of a date that may be sent (RFC 9110, section 5.6.7). */
const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * The pause in milliseconds, from 0, that an answer asks for by `Retry-After`, in seconds or as a date (RFC 9110,
 * section 10.2.3); null where it asks for none, or not as the standard says. A date counts from the answer's own
 * `Date`, so that the clocks need not agree; without one, from this machine's time.
 */
export function retryAfterMs(headers: Headers): number | null {
  const asked = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(asked)) return Number(asked) * 1000;
  const until = timeOf(asked);
  const sent = timeOf(headers.get('date')?.trim() ?? '');
  return until === null ? null : Math.max(0, until - (sent ?? performance.timeOrigin + performance.now()));
}

/** Milliseconds since 1970; null for anything but a date. */
function timeOf(date: string): number | null {
  // oxlint-disable-next-line no-restricted-globals -- reads a date, asks no clock
  const time = httpDate.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
