// One script: htmx and our own enhancements, for every browser that can run htmx at all.
import { build } from 'esbuild'

export async function buildScript(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  })
  const [script] = outputFiles
  if (!script) throw new Error('esbuild gave no script.')
  return Buffer.from(script.contents)
}
