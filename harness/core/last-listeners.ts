type Listener = (signal: NodeJS.Signals) => void;

/** Listeners that end the process, or say that it ends, where nobody else listens. */
const last = new Set<unknown>();

/** Names a listener as one that has no use for a signal of its own. */
export function asLastListener(listener: Listener): Listener {
  last.add(listener);
  return listener;
}

/** True where somebody listens to a signal who will act on it, so that it does not end the process. */
export function isHeard(signal: NodeJS.Signals): boolean {
  return process.listeners(signal).some((listener) => !last.has(listener));
}
