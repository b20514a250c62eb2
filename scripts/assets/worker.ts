// Service worker build: a separate bundle, with the files to cache and the offline page.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleScript } from './script.ts'

/** Files that a page needs; an installed shop's icons are cached by the device. */
const KEPT = ['app.css', 'app.js', 'icons.svg', 'favicon.svg']

/** Sources of the offline page: when one changes, devices fetch it again. */
const OFFLINE = ['src/views/site/offline/index.eta', 'src/views/layouts/_head.eta']

export async function buildWorker(
  root: string,
  entry: string,
  manifest: Record<string, string>,
): Promise<Buffer> {
  const files = KEPT.map((name) => `/assets/${manifest[name]}`)
  const texts = await Promise.all(OFFLINE.map((file) => readFile(join(root, file))))
  const hash = createHash('sha256').update(files.join('\n'))
  for (const text of texts) hash.update(text)
  return bundleScript(entry, {
    FILES: JSON.stringify(files),
    EDITION: JSON.stringify(hash.digest('hex').slice(0, 10)),
  })
}
