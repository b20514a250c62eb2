// Browser script bundler, for every browser that can run htmx.
import { build } from 'esbuild'

/**
 * Bundles `entry`; the names in `constants` are replaced by their values.
 * @param format `esm` for a script that another one imports on demand
 */
export async function bundleScript(
  entry: string,
  constants: Record<string, string> = {},
  format: 'iife' | 'esm' = 'iife',
): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format,
    external: ['/assets/*'],
    target: 'es2022',
    legalComments: 'none',
    define: constants,
  })
  const [script] = outputFiles
  if (!script) throw new Error('esbuild gave no script.')
  return Buffer.from(script.contents)
}
