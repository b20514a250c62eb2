// Tax modes and precision of the shop's prices.

export const TAX_MODES = ['none', 'inclusive', 'exclusive'] as const
export type TaxMode = (typeof TAX_MODES)[number]

/** Decimals of a tax rate in percent, such as 8.875. */
export const RATE_DIGITS = 3
