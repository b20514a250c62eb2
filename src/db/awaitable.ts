// What is nearly always there already: asked for on every request, so that waiting for it would be most of its cost.

/** A value that is there already, or a promise of it. `await` takes both. */
export type Awaitable<Value> = Value | Promise<Value>

/** For hooks, which may go on without a promise: goes on at once where the value is there, else when it is. */
export function whenKnown<Value>(
  value: Awaitable<Value>,
  goOn: (value: Value) => void,
  fail: (error: Error) => void,
): void {
  if (value instanceof Promise) value.then(goOn, fail)
  else goOn(value)
}
