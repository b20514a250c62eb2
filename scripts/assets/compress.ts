// The compressed copies that lie beside each asset, made once, so that no request pays for them.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export function compressed(content: Buffer): { br: Buffer; gz: Buffer } {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  return { br: brotliCompressSync(content, { params }), gz: gzipSync(content, { level: 9 }) }
}
