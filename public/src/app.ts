// The one script of every page: htmx, and small enhancements of pages that work without it.
import 'htmx.org'
