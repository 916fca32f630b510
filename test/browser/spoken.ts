/** What Chromium tells a screen reader of the form: its accessibility tree, in the order of reading. */
import type { Page } from '@playwright/test'
import { still } from './axe.ts'

/** As much of a node of Chromium's tree as is read here. */
interface Node {
  nodeId: string
  ignored: boolean
  role?: { value?: string }
  name?: { value?: string }
  description?: { value?: string }
  value?: { value?: unknown }
  properties?: { name: string; value: { value?: unknown } }[]
  childIds?: string[]
  backendDOMNodeId?: number
}

/** Inside of these a text is their name, and not read once more. */
const NAMED = new Set(['button', 'link', 'heading', 'LabelText', 'Legend', 'MenuListPopup'])

/** Without a name or a meaning of their own. */
const SILENT = new Set(['RootWebArea', 'generic', 'form', 'paragraph', 'LabelText', 'Legend'])

/** States that are worth a word, and the values that go without saying. */
const STATES: Record<string, unknown> = {
  modal: false,
  live: 'off',
  required: false,
  invalid: 'false',
  disabled: false,
  focused: false,
  hasPopup: 'false',
  expanded: 'none',
  checked: 'none',
}

export interface Spoken {
  /** `role "name" (value) state:value …: description`. */
  line: string
  backendDOMNodeId: number | undefined
}

/** Everything that is not left out, from the top of the page. */
export async function spoken(page: Page): Promise<Spoken[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes }: { nodes: Node[] } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const read = (node: Node | undefined, named: boolean): Spoken[] => {
    if (!node) return []
    const role = `${node.role?.value}`
    const inside = named || (!node.ignored && NAMED.has(role))
    const below = (node.childIds ?? []).flatMap((id) => read(byId.get(id), inside))
    const text = role === 'StaticText'
    if (node.ignored || SILENT.has(role) || (text && (named || !node.name?.value?.trim())))
      return below
    if (role === 'InlineTextBox' || role === 'MenuListPopup') return []
    return [{ line: lineOf(node), backendDOMNodeId: node.backendDOMNodeId }, ...below]
  }
  return read(nodes[0], false)
}

function lineOf({ role, name, value, description, properties = [] }: Node): string {
  const states = properties
    .filter(({ name: state, value: is }) => state in STATES && is.value !== STATES[state])
    .map(({ name: state, value: is }) => ` ${state}:${is.value}`)
  return [
    `${role?.value} "${name?.value?.trim()}"`,
    value?.value === undefined || value.value === '' ? '' : ` (${value.value})`,
    ...states,
    description?.value ? `: ${description.value}` : '',
  ].join('')
}

/** Where each of them is on the screen; nothing for what is there for ears only. */
export async function placesOf(page: Page, all: Spoken[]) {
  await still(page)
  const session = await page.context().newCDPSession(page)
  const places = []
  for (const { line, backendDOMNodeId } of all) {
    if (backendDOMNodeId === undefined) continue
    const box = await session
      .send('DOM.getBoxModel', { backendNodeId: backendDOMNodeId })
      .catch(() => undefined)
    const [x = 0, y = 0, right = 0, , , bottom = 0] = box?.model.border ?? []
    if (right - x > 1) places.push({ line, left: x, right, top: y, bottom })
  }
  await session.detach()
  return places
}
