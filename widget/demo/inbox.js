// The inbox of the demo: the mails of the mail binding in local development, newest first. The open
// mail is in the address (`#mail-2`), so that the browser's back button works.
const main = document.querySelector('main')
const list = main.querySelector('.list ul')
const message = main.querySelector('.message')
const letter = main.querySelector('.letter')
const frame = letter.querySelector('iframe')
const plain = letter.querySelector('pre')
const view = main.querySelector('.view')
const phone = matchMedia('(max-width: 760px)')

let mails = []
let known = ''
let opened = ''
const read = new Set()

poll()
addEventListener('hashchange', () => {
  show()
  if (location.hash) message.querySelector('h2').focus()
  else list.querySelector('a')?.focus()
})
phone.addEventListener('change', show)
view.addEventListener('change', showLetter)

async function poll() {
  try {
    const text = document.hidden ? known : await getInbox()
    if (text !== known) {
      const first = known === ''
      // Mails are numbered by time, so a mail keeps its number when others arrive.
      mails = JSON.parse(text)
        .toSorted((a, b) => a.at.localeCompare(b.at))
        .map((mail, index) => ({ ...mail, id: `mail-${index + 1}` }))
        .toReversed()
      known = text
      if (first) for (const { id } of mails) read.add(id)
      show()
    }
    sayCount()
  } catch (error) {
    say(error.message)
  }
  setTimeout(poll, 2000)
}

async function getInbox() {
  const response = await fetch('/demo/inbox.json', { cache: 'no-store' }).catch(() => undefined)
  if (!response?.ok) throw new Error('The inbox isn’t answering. Is the server running?')
  return response.text()
}

function sayCount() {
  say(mails.length === 1 ? '1 email' : `${mails.length} emails`)
}

function say(words) {
  const line = main.querySelector('.count')
  if (line.textContent !== words) line.textContent = words
}

function show() {
  const chosen = mails.find(({ id }) => `#${id}` === location.hash)
  // On wide screens the newest mail is open until the visitor chooses one.
  const mail = chosen ?? (phone.matches ? undefined : mails[0])
  if (mail) read.add(mail.id)
  main.classList.toggle('reading', Boolean(mail))
  main.querySelector('.empty').hidden = mails.length > 0
  showList(mail)
  if (mail) showMessage(mail)
  else message.hidden = true
  const fresh = mails.filter(({ id }) => !read.has(id)).length
  document.title = `${fresh > 0 ? `(${fresh}) ` : ''}Inbox, Shelfbell demo`
}

function showList(open) {
  // The links stay the same elements from one poll to the next, so that they keep the focus.
  const links = new Map([...list.children].map((item) => [item.dataset.id, item]))
  const items = mails.map((mail) => links.get(mail.id) ?? listItem(mail))
  if (items.some((item, index) => list.children[index] !== item)) list.replaceChildren(...items)
  for (const item of items) {
    const link = item.firstElementChild
    item.classList.toggle('new', !read.has(item.dataset.id))
    if (item.dataset.id === open?.id) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
}

function listItem(mail) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  const who = element('span', '', element('span', mail.to), element('span', time(mail)))
  who.className = 'who'
  link.href = `#${mail.id}`
  link.append(element('strong', mail.subject), who)
  item.dataset.id = mail.id
  item.append(link)
  return item
}

function element(name, text, ...children) {
  const made = document.createElement(name)
  made.append(...(text ? [text] : []), ...children)
  return made
}

const time = ({ at }) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

function showMessage(mail) {
  message.hidden = false
  const key = `${mail.id} ${mail.at}`
  if (key === opened) return
  opened = key
  const leave = Object.entries(mail.headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'list-unsubscribe',
  )?.[1]
  const page = leave?.match(/<(https?:[^>]+)>/)?.[1]
  const link = message.querySelector('.leave a')
  message.querySelector('h2').textContent = mail.subject
  message.querySelector('.from').textContent = mail.from
  message.querySelector('.to').textContent = mail.to
  message.querySelector('time').dateTime = mail.at
  message.querySelector('time').textContent = new Date(mail.at).toLocaleString('en-GB', {
    dateStyle: 'long',
    timeStyle: 'medium',
  })
  message.querySelector('.leave').hidden = !leave
  message.querySelector('.leave code').textContent = leave ?? ''
  link.hidden = !page
  if (page) link.href = page
  frame.srcdoc = withBase(mail.html)
  plain.replaceChildren(...linked(mail.text))
  showLetter()
}

function showLetter() {
  const { format, width } = Object.fromEntries(new FormData(view))
  frame.hidden = format === 'text'
  plain.hidden = format !== 'text'
  letter.classList.toggle('phone', width === 'phone')
}

// Links in the mail open in a new tab, as in a mail client.
function withBase(html) {
  const base = '<base target="_blank">'
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, `$&${base}`) : `${base}${html}`
}

function linked(text) {
  return text.split(/(https?:\/\/[^\s<>]+)/).map((part, index) => {
    if (index % 2 === 0) return part
    const link = element('a', part)
    return Object.assign(link, { href: part, target: '_blank', rel: 'noopener' })
  })
}
