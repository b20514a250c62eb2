// The service worker: a bundle of its own, told what to keep and where the offline page is.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundled } from './script.ts'

/** What a page needs to look right. The icons of an installed shop are the device's to keep. */
const KEPT = ['app.css', 'app.js', 'icons.svg', 'favicon.svg']

/** What the offline page is made of: when one of them changes, devices fetch it anew. */
const OFFLINE = ['src/views/offline/index.eta', 'src/views/layouts/_head.eta']

export async function buildWorker(
  root: string,
  entry: string,
  manifest: Record<string, string>,
): Promise<Buffer> {
  const files = KEPT.map((name) => `/assets/${manifest[name]}`)
  const texts = await Promise.all(OFFLINE.map((file) => readFile(join(root, file))))
  const hash = createHash('sha256').update(files.join('\n'))
  for (const text of texts) hash.update(text)
  return bundled(entry, {
    FILES: JSON.stringify(files),
    EDITION: JSON.stringify(hash.digest('hex').slice(0, 10)),
  })
}
