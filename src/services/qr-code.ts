// A link as a QR code that prints sharply at any size.
import QRCode from 'qrcode'

/** An SVG image; dark on white, with the quiet margin that scanners need. */
export const qrCodeSvg = (link: string): Promise<string> =>
  QRCode.toString(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })

/** The same as a data URL. */
export async function qrCodeUrl(link: string): Promise<string> {
  const svg = await qrCodeSvg(link)
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
