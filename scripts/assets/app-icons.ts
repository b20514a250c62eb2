// App icons as PNG, for devices that install the shop and accept no SVG.
import sharp from 'sharp'

/** Largest share of a maskable icon that is never cropped (W3C manifest, "maskable"). */
const SAFE = 0.84

export async function buildAppIcons(mark: Buffer): Promise<Record<string, Buffer>> {
  const colour = /<rect [^>]*fill="(#[0-9a-f]{6})"/.exec(mark.toString())?.[1]
  if (!colour) throw new Error('The mark has no coloured square to draw icons from.')
  return {
    'icon-192.png': await drawn(mark, 192),
    'icon-512.png': await drawn(mark, 512),
    'icon-maskable-512.png': await filled(mark, 512, colour),
    'apple-touch-icon.png': await filled(mark, 180, colour),
  }
}

/** The logo with its rounded corners. */
const drawn = (mark: Buffer, edge: number) => at(mark, edge).png(SMALL).toBuffer()

/** The logo centred on its own colour, up to the edges. */
function filled(mark: Buffer, edge: number, colour: string): Promise<Buffer> {
  const inner = Math.round((edge * SAFE) / 2) * 2
  const margin = (edge - inner) / 2
  return at(mark, inner)
    .flatten({ background: colour })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: colour })
    .png(SMALL)
    .toBuffer()
}

/** SVG units are 1/72 inch: at this density 32 units become `edge` pixels. */
const at = (mark: Buffer, edge: number) =>
  sharp(mark, { density: (72 * edge) / 32 }).resize(edge, edge)

const SMALL = { palette: true, compressionLevel: 9 } as const
