// Values that may be promises: avoids the cost of `await` for what is nearly always resolved already.

export type Awaitable<Value> = Value | Promise<Value>

/** Calls `then` at once if the value is no promise, else when it resolves. */
export function whenResolved<Value>(
  value: Awaitable<Value>,
  goOn: (value: Value) => void,
  fail: (error: Error) => void,
): void {
  if (value instanceof Promise) value.then(goOn).catch(fail)
  else goOn(value)
}
