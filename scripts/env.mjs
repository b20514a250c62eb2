// Reads .env when there is one. What the environment already says wins.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const file = join(ROOT, '.env')
if (existsSync(file)) process.loadEnvFile(file)
