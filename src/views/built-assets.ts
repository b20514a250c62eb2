// The names of the built assets: what the manifest of the last build says.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Gives the file of an asset by the name it was built from: `app.css` is `app-3f2a91c07b.css`. */
export type BuiltAssets = (name: string) => string

/**
 * Reads the manifest once. `root` is the project's root folder.
 * Throws when the assets were not built; what it answers throws for an unknown asset.
 */
export function builtAssets(root: string): BuiltAssets {
  const manifest = readManifest(join(root, 'public/build/manifest.json'))
  return (name) => {
    const built = manifest[name]
    if (!built) throw new Error(`There is no built asset "${name}".`)
    return built
  }
}

function readManifest(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Error(`The assets are not built (${path}): run npm run build:assets.`, { cause })
  }
}
