// `npm start`: installs and builds what is missing, then supervises the server.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { refuseArguments } from './arguments.mjs'
import { ensureAssets, ensureInstalled, ensureNode, ensureServer } from './ensure.mjs'
import { ROOT } from './run.mjs'

const HELP = `Usage: npm start, or npm run migrate

Serves the shop in DATA_DIR; what is needed is installed and built first. With "migrate" only the database is brought to
the schema of this version. Settings come from the environment or .env: see .env.example.
`

refuseArguments(HELP, ['migrate'])
ensureNode()
process.chdir(ROOT)
ensureInstalled()
ensureAssets()
ensureServer()
await import('./env.mjs')
process.env.NODE_ENV ??= 'production'

if (process.argv.includes('migrate')) {
  await import('../dist/server.js')
} else {
  // V8's compile cache speeds up the next start; Node 20 lacks it.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache')
  stopWithNpm()
  const { supervise } = await import('../dist/supervisor.js')
  supervise(['--max-semi-space-size=4', '--v8-pool-size=1', join(ROOT, 'dist/server.js')])
}

/** A signal sent to npm alone never reaches this process, which would run on unnoticed. */
function stopWithNpm() {
  const parent = process.ppid
  if (process.env.npm_lifecycle_event === undefined || parent === 1) return
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}
