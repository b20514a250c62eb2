// `npm run build`: assets and server, from scratch.
import { refuseArguments } from './arguments.mjs'
import { buildAssets, buildServer, ensureInstalled, ensureNode } from './ensure.mjs'
import { step } from './run.mjs'

refuseArguments(
  'Usage: npm run build\n\nBuilds the stylesheet, the script of the pages and the server, from nothing.',
)
ensureNode()
ensureInstalled()
step('Building stylesheet and script', buildAssets)
step('Building the server', buildServer)
