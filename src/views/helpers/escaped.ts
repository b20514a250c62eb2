// HTML escaping.

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const UNSAFE = /[&<>"']/
const EACH_UNSAFE = /[&<>"']/g

/** Safe in elements and quoted attributes; other values are converted to text first. */
export function escaped(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value)
  // Most texts need no escaping, and testing is cheaper than replacing.
  return UNSAFE.test(text) ? text.replace(EACH_UNSAFE, (sign) => ENTITIES[sign] ?? sign) : text
}
