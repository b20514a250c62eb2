// QR codes of links, as SVG and as data URL.
import QRCode from 'qrcode'

/** Dark on white, with the quiet margin that scanners need. */
export const qrCodeSvg = (link: string): Promise<string> =>
  QRCode.toString(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })

export async function qrCodeUrl(link: string): Promise<string> {
  const svg = await qrCodeSvg(link)
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
