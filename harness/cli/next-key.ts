/**
 * Waits for one of some keys on the terminal; space and enter are the first of them, Ctrl-C and Ctrl-D the last, as is
 * the end of the input. Other keys do nothing.
 */
export function nextKey<Key extends string>(keys: readonly [Key, ...Key[]]): Promise<Key> {
  const { stdin } = process;
  const last = keys.at(-1) ?? keys[0];
  return new Promise((resolve) => {
    const done = (key: Key): void => {
      stdin.off('data', heard).off('end', ended);
      stdin.setRawMode(false).pause();
      resolve(key);
    };
    const ended = (): void => done(last);
    const heard = (data: Buffer): void => {
      const text = data.toString();
      const key = keys.find((one) => one === text);
      if (key !== undefined) done(key);
      else if (text === ' ' || text === '\r') done(keys[0]);
      else if (text === '\u0003' || text === '\u0004') done(last);
    };
    stdin.setRawMode(true).resume();
    stdin.on('data', heard).on('end', ended);
  });
}
