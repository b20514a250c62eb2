// Stylesheet build with Tailwind's command line: only the utilities that views use.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** @param fonts hashed file names by the names that the stylesheet uses */
export async function buildStylesheet(
  root: string,
  entry: string,
  fonts: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const cli = join(root, 'node_modules/@tailwindcss/cli/dist/index.mjs')
  const { stdout } = await run(
    process.execPath,
    [cli, '--input', entry, '--output', '-', '--minify', '--silent'],
    { cwd: root, encoding: 'buffer', maxBuffer: 4 * 1024 * 1024 },
  )
  if (stdout.length === 0) throw new Error('Tailwind gave no stylesheet.')
  return Buffer.from(
    stdout.toString().replace(/url\("?([\w-]+\.woff2)"?\)/g, (_, name: string) => {
      const hashed = fonts[name]
      if (!hashed) throw new Error(`The stylesheet names a font that is not built: ${name}`)
      return `url(/assets/${hashed})`
    }),
  )
}
