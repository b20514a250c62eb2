// A link as a QR code that prints sharply at any size.
import QRCode from 'qrcode'

/** An SVG image as a data URL; dark on white, with the quiet margin that scanners need. */
export async function qrCodeUrl(link: string): Promise<string> {
  const svg = await QRCode.toString(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
