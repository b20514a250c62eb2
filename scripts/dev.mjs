// `npm run dev`: the server from its sources, restarted on changes.
import { spawn } from 'node:child_process'
import { refuseArguments } from './arguments.mjs'
import { ensureAssets, ensureInstalled, ensureNode } from './ensure.mjs'
import { ROOT } from './run.mjs'

refuseArguments(
  'Usage: npm run dev\n\nRuns the server from its sources, and again at each change. Settings come from the environment or .env.',
)
ensureNode()
ensureInstalled()
ensureAssets()
process.env.NODE_ENV ??= 'development' // templates are read again for each page
const loaders = ['--import', 'tsx', '--import', './scripts/env.mjs']
const server = spawn(process.execPath, ['--watch', ...loaders, 'src/server.ts'], {
  cwd: ROOT,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 0))
