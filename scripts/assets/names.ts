// Content-hashed file names, so that browsers may cache assets for ever.
import { createHash } from 'node:crypto'
import { parse } from 'node:path'

/** `app.css` becomes `app-3f2a91c07b.css`. */
export function hashedName(name: string, content: Buffer): string {
  const { name: stem, ext } = parse(name)
  return `${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}${ext}`
}
