// Page head: brand mark and htmx configuration.

/** An H with a dashed hem, in the text colour; shown if the shop has no logo. */
export const BRAND_MARK =
  '<svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false"' +
  ' fill="none" stroke="currentColor" stroke-linecap="round">' +
  '<path d="M11 7v11.5M21 7v11.5M11 12.75h10" stroke-width="3.2"/>' +
  '<path d="M6 25h20" stroke-width="2.4" stroke-dasharray="2.6 6.1"/></svg>'

/** Content of the `htmx-config` element; without apostrophes, because they delimit the attribute. */
export const HTMX_CONFIG = JSON.stringify({
  includeIndicatorCSS: false,
  history: 'reload',
  morphIgnore: ['data-htmx-powered', 'open', 'tabindex', 'autofocus'],
  noSwap: [204, 304, '5xx'],
})
