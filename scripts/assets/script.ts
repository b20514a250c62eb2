// Scripts for the browser, for every browser that can run htmx at all.
import { build } from 'esbuild'

/** One file of `entry` and all it imports; the names in `constants` are replaced by their values. */
export async function bundled(
  entry: string,
  constants: Record<string, string> = {},
): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    define: constants,
  })
  const [script] = outputFiles
  if (!script) throw new Error('esbuild gave no script.')
  return Buffer.from(script.contents)
}
