// Address of an account's picture: it names the hash of the bytes, so that browsers cache it for good.

/** Characters of the hash in the address. */
const SHOWN = 10

export const avatarVersion = (sha256: string): string => sha256.slice(0, SHOWN)

export const avatarUrl = (userId: number, sha256: string | null): string | null =>
  sha256 === null ? null : `/api/users/${userId}/avatar?v=${avatarVersion(sha256)}`
