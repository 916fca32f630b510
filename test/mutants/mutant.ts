/** One edit that breaks one rule, and the test that has to notice it. */
export interface Mutant {
  /** Short and stable: a number, or W and a number for what runs in the browser. */
  id: string
  /** What goes wrong with it, in one plain sentence. */
  says: string
  /** The file that is edited, from the repository's root. */
  file: string
  /** Text that stands in the file exactly once. */
  search: string
  replace: string
  /**
   * The test that fails with the edit, and passes without it: its path under `test/`, its groups and
   * its title, joined by ` › `. Of a group, one of its tests fails.
   */
  test: string
}
