// Makes dist/: the server and what it uses as one file each, because loading hundreds of small ones takes half a second.
import { mkdir, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { ROOT } from './run.mjs'

/** Stays in node_modules: native code, and what reads files beside itself. */
const EXTERNAL = ['better-sqlite3', 'sharp', '@node-rs/argon2', '@fastify/swagger-ui', 'pg-native']

// Packages that were written for `require`.
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'
const require = requireFrom(import.meta.url)
`

// Throws when something cannot be bundled; it has said why.
const { outputFiles } = await build({
  absWorkingDir: ROOT,
  // What runs in a process or thread of its own must stay beside the server.
  entryPoints: [
    'src/server.ts',
    'src/db/checkpoint-thread.js',
    'src/db/storage-check-process.ts',
    'src/services/drawing-process.ts',
  ],
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.20',
  external: EXTERNAL,
  banner: { js: REQUIRE },
  // For `node --enable-source-maps`. Not read otherwise: the map of all packages takes more memory than the program.
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'linked',
  logLevel: 'warning',
  write: false,
})

await mkdir(`${ROOT}/dist`, { recursive: true })
for (const { path, text } of outputFiles) {
  await writeFile(path, path.endsWith('.js') ? inLatin(text) : text)
}

/**
 * V8 holds on to the text of a program, and gives each letter two bytes as soon as one is beyond Latin 1. esbuild writes
 * those of strings as escapes, but not those of comments and patterns, and one made the server 4 MB larger.
 */
function inLatin(text) {
  return text.replace(
    /[^\0-\xff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
