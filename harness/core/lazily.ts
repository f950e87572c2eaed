/**
 * An asynchronous function of a module that is read when the function is first called: starting a command costs the time
 * of the modules it imports, and most commands open no model and ask no server.
 */
export function lazily<Arguments extends readonly unknown[], Result>(
  load: () => Promise<(...values: Arguments) => Promise<Result>>,
): (...values: Arguments) => Promise<Result> {
  return async (...values) => (await load())(...values);
}
