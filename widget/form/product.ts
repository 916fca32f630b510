/** The page's address, as the form sends it. */

/** The page's address without query and fragment, which may contain personal data. */
export const pageAddress = () => location.origin + location.pathname
