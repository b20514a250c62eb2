// URLs of photos that the shop shares through a tracking link.

/** The URL holds the token because its reader has no other credential. */
export function sharedPhoto(token: string, image: { id: number; width: number; height: number }) {
  const url = `/track-order/${token}/images/${image.id}`
  const { width, height } = image
  return { url, thumbnailUrl: `${url}?size=thumb`, width, height }
}
