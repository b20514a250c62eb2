// Builds public/build: stylesheet, script, icon sprite and mark under names that change with their content,
// each with its compressed copies, and the manifest that says which name is the current one.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compressed } from './assets/compress.ts'
import { hashedName } from './assets/names.ts'
import { buildScript } from './assets/script.ts'
import { buildSprite } from './assets/sprite.ts'
import { buildStylesheet } from './assets/stylesheet.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'public/src')
const target = join(root, 'public/build')

async function build(): Promise<Record<string, Buffer>> {
  const [css, js, icons, favicon] = await Promise.all([
    buildStylesheet(root, join(source, 'app.css')),
    buildScript(join(source, 'app.ts')),
    buildSprite(join(root, 'node_modules/lucide-static/icons')),
    readFile(join(source, 'favicon.svg')),
  ])
  return { 'app.css': css, 'app.js': js, 'icons.svg': icons, 'favicon.svg': favicon }
}

async function write(assets: Record<string, Buffer>): Promise<void> {
  const manifest: Record<string, string> = {}
  const kept = new Set(['manifest.json'])
  await mkdir(target, { recursive: true })
  for (const [name, content] of Object.entries(assets)) {
    const hashed = hashedName(name, content)
    manifest[name] = hashed
    const { br, gz } = compressed(content)
    for (const [suffix, bytes] of Object.entries({ '': content, '.br': br, '.gz': gz })) {
      kept.add(hashed + suffix)
      await writeFile(join(target, hashed + suffix), bytes)
    }
    console.log(`${hashed}  ${content.length} B, gzip ${gz.length} B, brotli ${br.length} B`)
  }
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await removeAllBut(kept)
}

/** Last, so that at every moment the manifest names files that exist. */
async function removeAllBut(kept: ReadonlySet<string>): Promise<void> {
  const stale = (await readdir(target)).filter((name) => !kept.has(name))
  await Promise.all(stale.map((name) => rm(join(target, name), { recursive: true })))
}

await write(await build())
