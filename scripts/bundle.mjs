// Server bundle in dist/: one file for each entry point, because loading hundreds of small ones takes half a second.
import { mkdir, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { ROOT } from './run.mjs'

/** Not bundled: native code, and packages that read files beside themselves. */
const EXTERNAL = ['better-sqlite3', 'sharp', '@node-rs/argon2', '@fastify/swagger-ui', 'pg-native']

// For packages written for `require`.
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'
const require = requireFrom(import.meta.url)
`

// Throws on errors, which esbuild has printed.
const { outputFiles } = await build({
  absWorkingDir: ROOT,
  // Child processes and threads are separate files beside the server.
  entryPoints: [
    'src/server.ts',
    'src/server/supervisor.ts',
    'src/db/sqlite/checkpoint-thread.js',
    'src/db/files/storage-check-process.ts',
    'src/services/photos/drawing/drawing-process.ts',
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
  // For `node --enable-source-maps`. Not loaded otherwise: the map of all packages takes more memory than the program.
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
 * V8 keeps source text in memory, with two bytes a character if one is beyond Latin 1. esbuild escapes those in
 * strings, but not in comments and patterns; one made the server 4 MB larger.
 */
function inLatin(text) {
  return text.replace(
    /[^\0-\xff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
