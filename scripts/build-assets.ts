// Asset build into public/build: stylesheet, scripts and images under content-hashed names, precompressed, with a
// manifest of current names.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAppIcons } from './assets/app-icons.ts'
import { compress } from './assets/compress.ts'
import { buildFonts } from './assets/font.ts'
import { hashedName } from './assets/names.ts'
import { bundleScript } from './assets/script.ts'
import { buildSprite } from './assets/sprite.ts'
import { buildStylesheet } from './assets/stylesheet.ts'
import { buildWorker } from './assets/worker.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'public/src')
const target = join(root, 'public/build')

async function build(): Promise<Record<string, Buffer>> {
  const drafts = await bundleScript(join(source, 'drafts/index.ts'), {}, 'esm')
  const scan = await bundleScript(join(source, 'scan/index.ts'), {}, 'esm')
  const fonts = await buildFonts(root)
  const [css, shopCss, paperCss, js, icons, favicon] = await Promise.all([
    buildStylesheet(root, join(source, 'app.css'), namesOf(fonts)),
    buildStylesheet(root, join(source, 'shop.css'), namesOf(fonts)),
    buildStylesheet(root, join(source, 'paper.css'), namesOf(fonts)),
    bundleScript(join(source, 'app.ts'), {
      DRAFTS: JSON.stringify(`/assets/${hashedName('drafts.js', drafts)}`),
      SCAN: JSON.stringify(`/assets/${hashedName('scan.js', scan)}`),
    }),
    buildSprite(join(root, 'node_modules/lucide-static/icons')),
    readFile(join(source, 'favicon.svg')),
  ])
  const assets = {
    ...fonts,
    'app.css': css,
    'app.js': js,
    'icons.svg': icons,
    'favicon.svg': favicon,
  }
  const worker = await buildWorker(root, join(source, 'sw.ts'), namesOf(assets))
  return {
    ...assets,
    'drafts.js': drafts,
    'scan.js': scan,
    'shop.css': shopCss,
    'paper.css': paperCss,
    ...(await buildAppIcons(favicon)),
    'sw.js': worker,
  }
}

const namesOf = (assets: Record<string, Buffer>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(assets).map(([name, content]) => [name, hashedName(name, content)]),
  )

async function write(assets: Record<string, Buffer>): Promise<void> {
  const files = new Map<string, string | Buffer>()
  const manifest = namesOf(assets)
  for (const [name, content] of Object.entries(assets)) {
    const hashed = manifest[name] ?? name
    files.set(hashed, content)
    if (/\.(png|woff2)$/.test(hashed)) {
      console.log(`${hashed}  ${content.length} B`)
      continue
    }
    const { br, gz } = compress(content)
    files.set(`${hashed}.br`, br).set(`${hashed}.gz`, gz)
    console.log(`${hashed}  ${content.length} B, gzip ${gz.length} B, brotli ${br.length} B`)
  }
  files.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  await place(files)
  await removeAllBut(files)
}

/** Files are renamed when complete, the manifest last: a server may be reading. */
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
