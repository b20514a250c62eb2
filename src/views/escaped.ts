// Text that becomes part of HTML.

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const UNSAFE = /[&<>"']/
const EACH_UNSAFE = /[&<>"']/g

/** Safe inside of elements and of quoted attributes; what is no text is written as text first. */
export function escaped(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value)
  // Hardly any text has such a sign, and looking is cheaper than replacing.
  return UNSAFE.test(text) ? text.replace(EACH_UNSAFE, (sign) => ENTITIES[sign] ?? sign) : text
}
