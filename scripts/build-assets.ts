// Builds public/build: stylesheet, script, icon sprite and mark under names that change with their content,
// each with its compressed copies, and the manifest that says which name is the current one.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
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
  const files = new Map<string, string | Buffer>()
  const manifest: Record<string, string> = {}
  for (const [name, content] of Object.entries(assets)) {
    const hashed = hashedName(name, content)
    const { br, gz } = compressed(content)
    manifest[name] = hashed
    files.set(hashed, content).set(`${hashed}.br`, br).set(`${hashed}.gz`, gz)
    console.log(`${hashed}  ${content.length} B, gzip ${gz.length} B, brotli ${br.length} B`)
  }
  files.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  await place(files)
  await removeAllBut(files)
}

/** Each file appears whole, and the manifest after all it names: a server may be reading meanwhile. */
async function place(files: ReadonlyMap<string, string | Buffer>): Promise<void> {
  await mkdir(target, { recursive: true })
  const beside = await mkdtemp(`${target}-`)
  for (const [name, content] of files) {
    await writeFile(join(beside, name), content)
    await rename(join(beside, name), join(target, name))
  }
  await rm(beside, { recursive: true })
}

async function removeAllBut(files: ReadonlyMap<string, unknown>): Promise<void> {
  const stale = (await readdir(target)).filter((name) => !files.has(name))
  await Promise.all(stale.map((name) => rm(join(target, name), { force: true, recursive: true })))
}

await write(await build())
