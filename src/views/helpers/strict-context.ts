// Strict template context for development and tests: reading a missing key throws instead of printing "undefined".

/**
 * Wraps a template's context: reading a missing key throws, at any depth of plain objects. Dictionaries (errors by
 * field), where a missing key is valid, have no prototype and are not wrapped.
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
