// Stylesheet build with Tailwind's command line: only the utilities that views use.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export async function buildStylesheet(root: string, entry: string): Promise<Buffer> {
  const cli = join(root, 'node_modules/@tailwindcss/cli/dist/index.mjs')
  const { stdout } = await run(
    process.execPath,
    [cli, '--input', entry, '--output', '-', '--minify', '--silent'],
    { cwd: root, encoding: 'buffer', maxBuffer: 4 * 1024 * 1024 },
  )
  if (stdout.length === 0) throw new Error('Tailwind gave no stylesheet.')
  return stdout
}
