// The first difference between two parsed JSON responses.

/** Fields that differ between two orders, but not between two responses to one request. */
export type Volatile = ReadonlySet<string>

/** `data.0.taxRate is "0" here and missing there`; `undefined` if there is none. */
export function difference(
  ours: unknown,
  theirs: unknown,
  volatile: Volatile,
  place = '',
): string | undefined {
  if (!isObject(ours) || !isObject(theirs)) {
    return Object.is(ours, theirs)
      ? undefined
      : `${place} is ${say(ours)} here and ${say(theirs)} there`
  }
  for (const field of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    if (volatile.has(field) && field in ours && field in theirs) continue
    const at = place === '' ? field : `${place}.${field}`
    const found = difference(ours[field], theirs[field], volatile, at)
    if (found !== undefined) return found
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const say = (value: unknown) => (value === undefined ? 'missing' : JSON.stringify(value))
