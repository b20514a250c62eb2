// Precompressed copies of assets (gzip, brotli), so that no request pays for compression.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export function compress(content: Buffer): { br: Buffer; gz: Buffer } {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  return { br: brotliCompressSync(content, { params }), gz: gzipSync(content, { level: 9 }) }
}
