/**
 * `not_before` of a person who was imported while no level of the variant was known. No time is as late, so no
 * level serves the person; a trigger in the migration takes it away when the first level is stored, which
 * then counts as known before: an import sends nothing.
 */
export const NO_LEVEL_YET = Number.MAX_SAFE_INTEGER
