// Parsing of entity tags in If-Match and If-None-Match (RFC 9110, sections 8.8.3 and 13.1).

const TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g

/**
 * Tags of a header without `W/`: compressing proxies make our tags weak, which does not change their meaning here.
 * @returns `*` for any, `undefined` without the header
 */
export function entityTags(header: string | undefined): readonly string[] | '*' | undefined {
  if (header === undefined) return undefined
  if (header.trim() === '*') return '*'
  return [...header.matchAll(TAG)].map(([, tag = '']) => tag)
}

/** True if If-None-Match names this tag. */
export function isKnownTag(header: string | undefined, tag: string): boolean {
  const tags = entityTags(header)
  return tags === '*' || tags?.includes(tag) === true
}
