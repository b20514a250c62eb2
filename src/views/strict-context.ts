// In development and tests a template that reads a key nobody gave fails, instead of printing "undefined".

/**
 * Wraps a template's context: reading a missing key throws, at any depth of plain objects.
 * Dictionaries, where a missing key is an answer (errors by field), have no prototype and stay as they are.
 */
export function strictContext<Context extends object>(context: Context, template: string): Context {
  return new Proxy(context, {
    get(target, key) {
      const value = Reflect.get(target, key)
      if (value === undefined && typeof key === 'string' && !(key in target)) {
        throw new Error(`${template} reads "${key}", which was not given`)
      }
      return isPlain(value) ? strictContext(value, `${template}: ${String(key)}`) : value
    },
  })
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Object.getPrototypeOf(value) === Object.prototype
}
