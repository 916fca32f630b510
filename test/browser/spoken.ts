/** What Chromium gives a screen reader: the accessibility tree in reading order. */
import type { Page } from '@playwright/test'
import { still } from './axe.ts'

/** The part of a node of Chromium's tree that is used here. */
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

/** Roles whose text is their name, and is not read again. */
const NAMED = new Set(['button', 'link', 'heading', 'LabelText', 'Legend', 'MenuListPopup'])

/** Roles without a name or a meaning of their own. */
const SILENT = new Set(['RootWebArea', 'generic', 'form', 'paragraph', 'LabelText', 'Legend'])

/** The states that are reported, each with the default value that is not. */
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

/** Everything that is read, from the top of the page. */
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

/** The box of each visible entry on the screen; entries for screen readers only are left out. */
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
