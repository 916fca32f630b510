-- Each table, state and index is explained in worker/schema.md.

CREATE TABLE shop (
  id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL UNIQUE,
  data_key TEXT NOT NULL,
  database TEXT NOT NULL DEFAULT 'DB',
  settings TEXT NOT NULL,
  sender_domains TEXT NOT NULL DEFAULT '[]',
  standard_texts TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE shop_alias (
  alias TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX shop_alias_of ON shop_alias (shop_id);

CREATE TABLE closed_shop (
  id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  database TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  pass INTEGER NOT NULL DEFAULT 1,
  in_table TEXT,
  after_key TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE secret_key (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) WITHOUT ROWID;

CREATE UNIQUE INDEX secret_key_of_shop ON secret_key (shop_id, id);

CREATE TABLE contact (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  addresses TEXT,
  customer_id TEXT,
  attributes TEXT,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE member (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  address TEXT NOT NULL,
  address_index TEXT NOT NULL,
  name TEXT,
  off TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  asked_at INTEGER,
  confirmed_at INTEGER
) WITHOUT ROWID;

CREATE TABLE notice_made (
  shop_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, kind, about)
) WITHOUT ROWID;

CREATE UNIQUE INDEX member_of_shop ON member (shop_id, address_index);

CREATE TABLE alias (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  address_index TEXT NOT NULL,
  PRIMARY KEY (shop_id, contact_id, address_index)
) WITHOUT ROWID;

CREATE INDEX alias_of_index ON alias (shop_id, address_index);

CREATE TABLE moved (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  to_id TEXT NOT NULL,
  ip TEXT,
  user_agent TEXT,
  PRIMARY KEY (shop_id, contact_id, at)
) WITHOUT ROWID;

CREATE INDEX moved_to ON moved (shop_id, to_id);

CREATE TABLE subscription (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  channels INTEGER NOT NULL CHECK (channels > 0),
  addresses TEXT NOT NULL,
  product TEXT,
  wanted INTEGER NOT NULL DEFAULT 1,
  data TEXT,
  relays TEXT,
  request_id TEXT NOT NULL,
  undo INTEGER NOT NULL DEFAULT 0,
  unconfirmed INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  hold TEXT,
  asked_day INTEGER GENERATED ALWAYS AS (iif(substr(id, 1, 8) || substr(id, 10, 4) GLOB '*[^0-9a-f]*', 0, (('0x' || substr(id, 1, 8) || substr(id, 10, 4)) ->> '$') / 86400000)) VIRTUAL,
  status TEXT NOT NULL GENERATED ALWAYS AS
    (CASE WHEN channels & ~unconfirmed THEN 'waiting' ELSE 'pending' END) VIRTUAL,
  UNIQUE (contact_id, sku, locale, external_id)
) WITHOUT ROWID;

CREATE INDEX subscription_in_order ON subscription (shop_id, sku, id) WHERE status = 'waiting';

CREATE INDEX subscription_pending ON subscription (shop_id, sku, id) WHERE status = 'pending';

CREATE INDEX subscription_not_before ON subscription (shop_id, sku) WHERE not_before > 0;

CREATE INDEX subscription_unconfirmed ON subscription (request_id) WHERE unconfirmed <> 0;

CREATE TABLE confirmation (
  contact_id TEXT NOT NULL,
  address_index TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
  request_id TEXT NOT NULL,
  sent_at INTEGER,
  answered_at INTEGER,
  PRIMARY KEY (contact_id, address_index)
) WITHOUT ROWID;

CREATE TABLE ceiling (
  who TEXT NOT NULL,
  span INTEGER NOT NULL,
  n INTEGER NOT NULL,
  ids TEXT NOT NULL,
  PRIMARY KEY (who, span)
) WITHOUT ROWID;

CREATE TABLE suppression (
  shop_id TEXT NOT NULL,
  address_index TEXT NOT NULL,
  channel TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, address_index, channel)
) WITHOUT ROWID;

CREATE TABLE stopped (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, contact_id, sku)
) WITHOUT ROWID;

CREATE TABLE consent (
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('alert', 'marketing')),
  channel TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('given', 'confirmed', 'withdrawn', 'expired', 'moved', 'ended')),
  version TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  words TEXT CHECK (words IN ('caller', 'declared')),
  messages INTEGER NOT NULL DEFAULT 1 CHECK (messages BETWEEN 1 AND 3),
  method TEXT NOT NULL,
  page TEXT,
  ip TEXT,
  user_agent TEXT,
  bot_check TEXT CHECK (bot_check IN ('passed', 'skipped')),
  unconfirmed INTEGER,
  imported TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (contact_id, subscription_id, purpose, channel, action, version, sku)
) WITHOUT ROWID;

CREATE INDEX consent_by_caller ON consent (shop_id, text_hash) WHERE words = 'caller';

CREATE TABLE consent_text (
  shop_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  vouched INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, hash)
) WITHOUT ROWID;

CREATE TABLE published_text (
  shop_id TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  version TEXT NOT NULL,
  field TEXT NOT NULL,
  language TEXT NOT NULL,
  is_own INTEGER NOT NULL,
  offer TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  PRIMARY KEY (shop_id, text_hash, version, field, language, is_own, offer)
) WITHOUT ROWID;

CREATE TABLE product (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  product_id TEXT,
  data TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku, locale)
) WITHOUT ROWID;

CREATE INDEX product_variants ON product (shop_id, product_id) WHERE product_id IS NOT NULL;

CREATE INDEX product_expected ON product (shop_id) WHERE data ->> 'restockAt' IS NOT NULL;

CREATE INDEX product_withdrawn ON product (shop_id, sku)
  WHERE data ->> 'state' IN ('hidden', 'discontinued');

CREATE INDEX product_variant_id ON product (shop_id, data ->> 'variantId')
  WHERE data ->> 'variantId' IS NOT NULL;

CREATE TABLE page_product (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  data TEXT,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku)
) WITHOUT ROWID;

CREATE TABLE sequenzy_product (
  shop_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  data TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, product_id)
) WITHOUT ROWID;

CREATE TABLE stock_level (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku, locale, external_id)
) WITHOUT ROWID;

CREATE TRIGGER stock_level_first AFTER INSERT ON stock_level BEGIN UPDATE subscription SET not_before = NEW.since + 1 WHERE shop_id = NEW.shop_id AND sku = NEW.sku AND not_before > 0 AND not_before = 9007199254740991 AND NEW.external_id IN ('', external_id) AND (NEW.locale = '' OR substr(NEW.locale, 1, instr(NEW.locale || '-', '-') - 1) = substr(locale, 1, instr(locale || '-', '-') - 1)); END;

CREATE TABLE level_change (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku, locale, external_id, at)
) WITHOUT ROWID;

CREATE TABLE waited (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  id TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  wanted INTEGER NOT NULL,
  served INTEGER NOT NULL,
  left_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku, id)
) WITHOUT ROWID;

CREATE TRIGGER level_inserted AFTER INSERT ON stock_level BEGIN INSERT INTO level_change VALUES (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id, NEW.at, NEW.quantity) ON CONFLICT DO UPDATE SET quantity = excluded.quantity; END;

CREATE TRIGGER level_changed AFTER UPDATE OF quantity ON stock_level WHEN NEW.quantity <> OLD.quantity BEGIN INSERT INTO level_change VALUES (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id, NEW.at, NEW.quantity) ON CONFLICT DO UPDATE SET quantity = excluded.quantity; END;

CREATE TRIGGER subscription_left AFTER DELETE ON subscription WHEN OLD.status = 'waiting' BEGIN INSERT INTO waited VALUES (OLD.shop_id, OLD.sku, OLD.id, OLD.locale, OLD.external_id, OLD.wanted, EXISTS (SELECT 1 FROM outbox o WHERE o.id BETWEEN OLD.id || ':' AND OLD.id || ';' AND o.shop_id = OLD.shop_id AND o.call = 'notify'), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT DO UPDATE SET wanted = excluded.wanted, served = excluded.served, left_at = excluded.left_at; END;

CREATE TABLE restock (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  since INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'level' CHECK (kind IN ('level', 'manual')),
  state TEXT NOT NULL CHECK (state IN ('open', 'held', 'awaiting', 'stopped', 'done', 'sold_out', 'ended')),
  due_at INTEGER CHECK ((due_at IS NOT NULL) = (state IN ('open', 'held'))),
  approval TEXT CHECK (approval IN ('asked', 'given')),
  wish_id TEXT,
  wish TEXT,
  again INTEGER NOT NULL DEFAULT 0,
  matched INTEGER NOT NULL DEFAULT 0,
  held TEXT,
  clicked INTEGER NOT NULL DEFAULT 0,
  finished_at INTEGER,
  wave_at INTEGER,
  wave_size INTEGER,
  wave_notified INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE INDEX restock_due ON restock (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX restock_active ON restock (shop_id, sku, id)
  WHERE state IN ('open', 'held', 'awaiting', 'stopped');
CREATE INDEX restock_ended ON restock (shop_id, sku, since) WHERE state = 'ended';
CREATE UNIQUE INDEX restock_wish ON restock (shop_id, wish_id) WHERE wish_id IS NOT NULL;
CREATE INDEX restock_of_sku ON restock (shop_id, sku, id);
CREATE INDEX restock_of_shop ON restock (shop_id, id);

CREATE TABLE sender (
  shop_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  checked_at INTEGER,
  findings TEXT,
  PRIMARY KEY (shop_id, domain)
) WITHOUT ROWID;

CREATE INDEX sender_due ON sender (due_at);

CREATE TABLE sender_day (
  shop_id TEXT NOT NULL,
  domain TEXT NOT NULL,
  day INTEGER NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0,
  bounced INTEGER NOT NULL DEFAULT 0,
  complained INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, domain, day)
) WITHOUT ROWID;

CREATE TABLE second_look (
  shop_id TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL,
  pass INTEGER NOT NULL DEFAULT 1,
  after_sku TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE list_job (
  shop_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('move', 'close')),
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  to_sku TEXT,
  message INTEGER NOT NULL DEFAULT 0,
  until TEXT NOT NULL,
  due_at INTEGER,
  people INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, id)
) WITHOUT ROWID;

CREATE INDEX list_job_due ON list_job (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX list_job_closing ON list_job (shop_id, sku) WHERE kind = 'close' AND due_at IS NOT NULL;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  call TEXT NOT NULL CHECK (call IN ('subscribe', 'cancel', 'notify', 'remind', 'confirm', 'acknowledge', 'list', 'move', 'report', 'consent', 'close', 'notice', 'stock', 'event')),
  destination TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'dead')),
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  subscription_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  restock_id TEXT,
  channels INTEGER NOT NULL,
  addresses TEXT NOT NULL DEFAULT '{}',
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  product TEXT,
  wanted INTEGER NOT NULL DEFAULT 1,
  data TEXT,
  together TEXT,
  detail TEXT,
  reason TEXT
) WITHOUT ROWID;

CREATE INDEX outbox_of_person ON outbox (contact_id) WHERE call IN ('notify', 'remind');

CREATE TABLE reminder (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 2),
  due_at INTEGER NOT NULL,
  told_at INTEGER NOT NULL,
  destination TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  restock_id TEXT NOT NULL,
  channels INTEGER NOT NULL,
  addresses TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  product TEXT,
  wanted INTEGER NOT NULL,
  data TEXT,
  detail TEXT
) WITHOUT ROWID;

CREATE INDEX reminder_due ON reminder (due_at);
CREATE INDEX reminder_of_person ON reminder (shop_id, contact_id);
CREATE INDEX reminder_of_restock ON reminder (restock_id);

CREATE TABLE gate (
  shop_id TEXT NOT NULL,
  destination TEXT NOT NULL,
  free_at INTEGER NOT NULL DEFAULT 0,
  apart_free_at INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  closed_until INTEGER NOT NULL DEFAULT 0,
  disabled TEXT,
  refused_at INTEGER,
  PRIMARY KEY (shop_id, destination)
) WITHOUT ROWID;

CREATE TABLE notification (
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  id TEXT NOT NULL,
  shop_id TEXT NOT NULL,
  restock_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  channels INTEGER NOT NULL,
  destination TEXT NOT NULL,
  message_id TEXT,
  together TEXT,
  link TEXT,
  sent_at INTEGER NOT NULL,
  clicked_at INTEGER,
  told_ms INTEGER GENERATED ALWAYS AS (iif(substr(restock_id, 1, 12) GLOB '*[^0-9a-f]*', 0, max(0, sent_at - (('0x' || substr(restock_id, 1, 12)) ->> '$')))) VIRTUAL,
  PRIMARY KEY (contact_id, sku, id)
) WITHOUT ROWID;

CREATE TABLE closing_click (
  shop_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  clicked_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, subscription_id)
) WITHOUT ROWID;

CREATE TABLE purchase (
  shop_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  order_id TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  price REAL,
  currency TEXT,
  at INTEGER NOT NULL,
  restock_id TEXT,
  PRIMARY KEY (shop_id, contact_id, sku, order_id)
) WITHOUT ROWID;

CREATE INDEX purchase_of_restock ON purchase (restock_id) WHERE restock_id IS NOT NULL;

CREATE TABLE source (
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  options TEXT NOT NULL,
  every_ms INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  silent_at INTEGER,
  lease_until INTEGER NOT NULL DEFAULT 0,
  accept INTEGER NOT NULL DEFAULT 0,
  cursor TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  last_success_at INTEGER,
  last_error TEXT,
  last_error_item INTEGER,
  last_change_at INTEGER,
  heard_at INTEGER,
  lag_ms INTEGER,
  items INTEGER,
  restocks_pushed INTEGER NOT NULL DEFAULT 0,
  restocks_polled INTEGER NOT NULL DEFAULT 0,
  faults TEXT,
  erasing INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, name)
) WITHOUT ROWID;

CREATE INDEX source_due ON source (due_at);
CREATE INDEX source_silent ON source (silent_at) WHERE silent_at IS NOT NULL;

CREATE TABLE feed_sku (
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sku TEXT NOT NULL,
  PRIMARY KEY (shop_id, name, sku)
) WITHOUT ROWID;

CREATE TABLE klaviyo_item (
  shop_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  id TEXT NOT NULL,
  data TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, external_id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX klaviyo_item_in_order ON klaviyo_item (shop_id, id);

CREATE TABLE klaviyo_variant (
  shop_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  data TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, external_id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX klaviyo_variant_in_order ON klaviyo_variant (shop_id, id);
CREATE UNIQUE INDEX klaviyo_variant_sku ON klaviyo_variant (shop_id, sku);
CREATE INDEX klaviyo_variant_of_item ON klaviyo_variant (shop_id, item_id, id);

CREATE TABLE klaviyo_job (
  shop_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (shop_id, id)
) WITHOUT ROWID;

CREATE TABLE import_piece (
  shop_id TEXT NOT NULL,
  import_id TEXT NOT NULL,
  piece INTEGER NOT NULL,
  file TEXT NOT NULL,
  how TEXT NOT NULL,
  hash TEXT NOT NULL,
  attempt TEXT NOT NULL,
  log_id TEXT NOT NULL,
  counts TEXT NOT NULL,
  verdicts TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, import_id, piece)
) WITHOUT ROWID;

CREATE TABLE hook_seen (
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, name, id)
) WITHOUT ROWID;

CREATE TABLE log (
  shop_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sku TEXT,
  detail TEXT NOT NULL,
  PRIMARY KEY (shop_id, id)
) WITHOUT ROWID;

CREATE TABLE demand (
  shop_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  locale TEXT NOT NULL,
  external_id TEXT NOT NULL,
  people INTEGER NOT NULL DEFAULT 0,
  units INTEGER NOT NULL DEFAULT 0,
  unconfirmed INTEGER NOT NULL DEFAULT 0,
  days TEXT NOT NULL DEFAULT '{}',
  net TEXT NOT NULL DEFAULT '{}',
  changed_day INTEGER NOT NULL,
  PRIMARY KEY (shop_id, sku, locale, external_id)
) WITHOUT ROWID;

CREATE TABLE daily (
  shop_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  sku TEXT NOT NULL,
  views INTEGER NOT NULL DEFAULT 0,
  asked INTEGER NOT NULL DEFAULT 0,
  to_confirm INTEGER NOT NULL DEFAULT 0,
  confirmed INTEGER NOT NULL DEFAULT 0,
  told INTEGER NOT NULL DEFAULT 0,
  clicked INTEGER NOT NULL DEFAULT 0,
  bought INTEGER NOT NULL DEFAULT 0,
  units INTEGER NOT NULL DEFAULT 0,
  money TEXT NOT NULL DEFAULT '{}',
  told_ms TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (shop_id, day, sku)
) WITHOUT ROWID;

-- Triggers count what subscription, consent, notification and purchase say. Each stands on one line, with no
-- CASE and one END: D1 splits the statements of a migration itself, and cuts a trigger of another form.

CREATE VIEW demand_change AS SELECT shop_id, sku, locale, external_id, 0 AS asked_day, people, units, unconfirmed FROM demand;

CREATE TRIGGER demand_change_applied INSTEAD OF INSERT ON demand_change BEGIN INSERT INTO demand (shop_id, sku, locale, external_id, people, units, unconfirmed, days, net, changed_day) VALUES (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id, NEW.people, NEW.units, NEW.unconfirmed, iif(NEW.people = 0, '{}', json_object('' || NEW.asked_day, NEW.people)), iif(NEW.people = 0, '{}', json_object('' || (unixepoch() / 86400), NEW.people)), (unixepoch() / 86400)) ON CONFLICT (shop_id, sku, locale, external_id) DO UPDATE SET people = people + excluded.people, units = units + excluded.units, unconfirmed = unconfirmed + excluded.unconfirmed, days = iif(NEW.people = 0, days, json_patch(days, json_object('' || iif(NEW.people > 0 OR days ->> ('$.' || NEW.asked_day) IS NOT NULL, NEW.asked_day, 0), nullif(coalesce(days ->> ('$.' || iif(NEW.people > 0 OR days ->> ('$.' || NEW.asked_day) IS NOT NULL, NEW.asked_day, 0)), 0) + NEW.people, 0)))), net = json_patch(iif(changed_day = excluded.changed_day, net, (SELECT json_group_object(n.key, n.value) FROM json_each(net) n WHERE n.key + 7 >= excluded.changed_day)), json_object('' || excluded.changed_day, nullif(coalesce(net ->> ('$.' || excluded.changed_day), 0) + NEW.people, 0))), changed_day = excluded.changed_day; END;

CREATE TRIGGER demand_inserted AFTER INSERT ON subscription BEGIN INSERT INTO demand_change VALUES (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id, NEW.asked_day, (NEW.status = 'waiting'), (NEW.status = 'waiting') * NEW.wanted, NOT (NEW.status = 'waiting')); END;

CREATE TRIGGER demand_deleted AFTER DELETE ON subscription BEGIN INSERT INTO demand_change VALUES (OLD.shop_id, OLD.sku, OLD.locale, OLD.external_id, OLD.asked_day, -(OLD.status = 'waiting'), -(OLD.status = 'waiting') * OLD.wanted, -(NOT (OLD.status = 'waiting'))); END;

CREATE TRIGGER demand_changed AFTER UPDATE OF channels, unconfirmed, wanted ON subscription WHEN (OLD.shop_id, OLD.sku, OLD.locale, OLD.external_id) = (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id) AND (OLD.status, OLD.wanted) <> (NEW.status, NEW.wanted) BEGIN INSERT INTO demand_change VALUES (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id, NEW.asked_day, (NEW.status = 'waiting') - (OLD.status = 'waiting'), (NEW.status = 'waiting') * NEW.wanted - (OLD.status = 'waiting') * OLD.wanted, (OLD.status = 'waiting') - (NEW.status = 'waiting')); END;

CREATE TRIGGER demand_placed AFTER UPDATE OF id ON subscription WHEN OLD.asked_day <> NEW.asked_day AND NEW.status = 'waiting' AND OLD.status = 'waiting' BEGIN INSERT INTO demand_change VALUES (OLD.shop_id, OLD.sku, OLD.locale, OLD.external_id, OLD.asked_day, -1, -OLD.wanted, 0), (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id, NEW.asked_day, 1, NEW.wanted, 0); END;

CREATE TRIGGER demand_moved AFTER UPDATE OF shop_id, sku, locale, external_id ON subscription WHEN (OLD.shop_id, OLD.sku, OLD.locale, OLD.external_id) <> (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id) BEGIN INSERT INTO demand_change VALUES (OLD.shop_id, OLD.sku, OLD.locale, OLD.external_id, OLD.asked_day, -(OLD.status = 'waiting'), -(OLD.status = 'waiting') * OLD.wanted, -(NOT (OLD.status = 'waiting'))), (NEW.shop_id, NEW.sku, NEW.locale, NEW.external_id, NEW.asked_day, (NEW.status = 'waiting'), (NEW.status = 'waiting') * NEW.wanted, NOT (NEW.status = 'waiting')); END;

CREATE VIEW daily_change AS SELECT shop_id, day * 86400000 AS at, sku, asked, to_confirm, confirmed, told, 0 AS told_ms, clicked, bought, units, '' AS currency, 0.0 AS amount FROM daily;

CREATE TRIGGER daily_change_applied INSTEAD OF INSERT ON daily_change BEGIN INSERT INTO daily (shop_id, day, sku, asked, to_confirm, confirmed, told, clicked, bought, units, money, told_ms) VALUES (NEW.shop_id, NEW.at / 86400000, NEW.sku, NEW.asked, NEW.to_confirm, NEW.confirmed, NEW.told, NEW.clicked, NEW.bought, NEW.units, iif(NEW.currency IS NULL OR NEW.amount IS NULL, '{}', json_object(NEW.currency, NEW.amount)), iif(NEW.told = 0, '{}', json_object('' || CAST(4 * log2(max(NEW.told_ms, 1)) AS INTEGER), 1))) ON CONFLICT (shop_id, day, sku) DO UPDATE SET asked = asked + excluded.asked, to_confirm = to_confirm + excluded.to_confirm, confirmed = confirmed + excluded.confirmed, told = told + excluded.told, clicked = clicked + excluded.clicked, bought = bought + excluded.bought, units = units + excluded.units, money = iif(NEW.currency IS NULL OR NEW.amount IS NULL, money, json_set(money, '$.' || NEW.currency, round(coalesce(money ->> ('$.' || NEW.currency), 0) + NEW.amount, 4))), told_ms = iif(NEW.told = 0, told_ms, json_set(told_ms, '$.' || CAST(4 * log2(max(NEW.told_ms, 1)) AS INTEGER), coalesce(told_ms ->> ('$.' || CAST(4 * log2(max(NEW.told_ms, 1)) AS INTEGER)), 0) + 1)); END;

CREATE TRIGGER daily_asked AFTER INSERT ON consent WHEN NEW.purpose = 'alert' AND NEW.action = 'given' AND (NEW.channel, NEW.version) = (SELECT c.channel, c.version FROM consent c WHERE c.contact_id = NEW.contact_id AND c.subscription_id = NEW.subscription_id AND c.purpose = 'alert' AND c.shop_id = NEW.shop_id ORDER BY c.channel ASC, c.action ASC, c.version ASC LIMIT 1) AND (NEW.channel, NEW.version) = (SELECT c.channel, c.version FROM consent c WHERE c.contact_id = NEW.contact_id AND c.subscription_id = NEW.subscription_id AND c.purpose = 'alert' AND c.shop_id = NEW.shop_id ORDER BY c.channel DESC, c.action DESC, c.version DESC LIMIT 1) BEGIN INSERT INTO daily_change (shop_id, at, sku, asked, to_confirm, confirmed, told, clicked, bought, units) VALUES (NEW.shop_id, (unixepoch() * 1000), NEW.sku, 1, (SELECT count(*) FROM subscription s WHERE s.id = NEW.subscription_id AND s.shop_id = NEW.shop_id AND s.status = 'pending'), 0, 0, 0, 0, 0); END;

CREATE TRIGGER daily_confirmed AFTER UPDATE OF channels, unconfirmed ON subscription WHEN OLD.status = 'pending' AND NEW.status = 'waiting' BEGIN INSERT INTO daily_change (shop_id, at, sku, asked, to_confirm, confirmed, told, clicked, bought, units) VALUES (NEW.shop_id, (unixepoch() * 1000), NEW.sku, 0, 0, 1, 0, 0, 0, 0); END;

CREATE TRIGGER daily_told AFTER INSERT ON notification WHEN NEW.id = (SELECT n.id FROM notification n WHERE n.contact_id = NEW.contact_id AND n.sku = NEW.sku AND n.id BETWEEN NEW.subscription_id AND NEW.subscription_id || ';' AND n.shop_id = NEW.shop_id ORDER BY n.id ASC LIMIT 1) AND NEW.id = (SELECT n.id FROM notification n WHERE n.contact_id = NEW.contact_id AND n.sku = NEW.sku AND n.id BETWEEN NEW.subscription_id AND NEW.subscription_id || ';' AND n.shop_id = NEW.shop_id ORDER BY n.id DESC LIMIT 1) BEGIN INSERT INTO daily_change (shop_id, at, sku, asked, to_confirm, confirmed, told, told_ms, clicked, bought, units) VALUES (NEW.shop_id, NEW.sent_at, NEW.sku, 0, 0, 0, 1, NEW.told_ms, 0, 0, 0); END;

CREATE TRIGGER daily_clicked AFTER UPDATE OF clicked_at ON notification WHEN OLD.clicked_at IS NULL AND NEW.clicked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.contact_id = NEW.contact_id AND n.sku = NEW.sku AND n.shop_id = NEW.shop_id AND n.subscription_id = NEW.subscription_id AND n.id <> NEW.id AND n.clicked_at IS NOT NULL) BEGIN INSERT INTO daily_change (shop_id, at, sku, asked, to_confirm, confirmed, told, clicked, bought, units) VALUES (NEW.shop_id, NEW.clicked_at, NEW.sku, 0, 0, 0, 0, 1, 0, 0); END;

CREATE TRIGGER daily_clicked_closing AFTER INSERT ON closing_click BEGIN INSERT INTO daily_change (shop_id, at, sku, asked, to_confirm, confirmed, told, clicked, bought, units) VALUES (NEW.shop_id, NEW.clicked_at, NEW.sku, 0, 0, 0, 0, 1, 0, 0); END;

CREATE TRIGGER daily_bought AFTER INSERT ON purchase WHEN NEW.restock_id IS NOT NULL BEGIN INSERT INTO daily_change (shop_id, at, sku, asked, to_confirm, confirmed, told, clicked, bought, units, currency, amount) VALUES (NEW.shop_id, NEW.at, NEW.sku, 0, 0, 0, 0, 0, 1, NEW.quantity, NEW.currency, NEW.price); END;
