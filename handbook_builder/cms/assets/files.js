// Between an author's file and the form. Every value is text, as the program reads it: "no" is no boolean, 1.10 no
// number. The file as it was stays with the form, and only what was changed is written into it: comments, order, quotes
// and empty lines of the rest stay as they are.
import { isMap, isScalar, isSeq, parseDocument } from "./vendor/yaml.js";

const KIND = "_kind";
const SOURCE = "_source";
const PAIR = "key,value";

const read = (text) => parseDocument(text, { schema: "failsafe" });

// Gives a file in the shape that the fields of the form want.
export function formOf(text, fields) {
  return { ...shaped(read(text).toJS(), { widget: "object", fields }), [SOURCE]: text };
}

function shaped(value, field) {
  const { widget, fields, types } = field;
  if (widget === "list" && types) {
    return value.map((one) => {
      const type = types.findLast(({ name }) => name in one);
      return { ...shaped(one, type), [KIND]: type.name };
    });
  }
  if (widget === "list" && fields && !Array.isArray(value)) {
    return Object.entries(value).map(([key, one]) => ({ key, value: one }));
  }
  if (widget === "list" && fields) return value.map((one) => shaped(one, { widget: "object", fields }));
  if (widget !== "object") return value;
  if (typeof value === "string") return { [fields[0].name]: value }; // the short form
  const byName = Object.fromEntries(fields.map((one) => [one.name, one]));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, byName[key] ? shaped(one, byName[key]) : one]),
  );
}

// Gives the file with what was changed in the form.
export function fileOf({ [SOURCE]: text, ...form }) {
  const document = read(text);
  const changes = { shape: false, texts: [] };
  merged(document, document.contents, plain(form), changes);
  if (changes.shape) return document.toString({ lineWidth: 0, flowCollectionPadding: false });
  // Only texts changed: each is replaced where it stands, from the last to the first.
  changes.texts.sort((one, other) => other.start - one.start);
  for (const { start, end, now } of changes.texts) text = text.slice(0, start) + JSON.stringify(now) + text.slice(end);
  return text;
}

// Takes away what the form left empty and what only the form needs.
function plain(value) {
  if (Array.isArray(value)) {
    const items = value.map(plain).filter((one) => one !== undefined);
    if (!items.length) return undefined;
    const isPairs = value.every((one) => one && Object.keys(one).sort().join() === PAIR);
    return isPairs ? Object.fromEntries(items.map(({ key, value: one }) => [key, one])) : items;
  }
  if (value && typeof value === "object") {
    const kept = Object.entries(value).map(([key, one]) => [key, plain(one)]);
    const found = kept.filter(([key, one]) => key !== KIND && one !== undefined);
    return found.length ? Object.fromEntries(found) : undefined;
  }
  return value === undefined || value === null || value === "" ? undefined : String(value);
}

// Gives the node that says a value: the old one, changed no more than it must be, or a new one.
function merged(document, node, value, changes) {
  if (isMap(node) && isObject(value)) {
    for (const { key, value: old } of [...node.items]) {
      if (key.value in value || plain(old.toJS(document)) === undefined) continue;
      node.delete(key.value);
      changes.shape = true;
    }
    for (const [key, one] of Object.entries(value)) {
      const old = node.get(key, true);
      const now = merged(document, old, one, changes);
      if (now !== old) node.set(key, now);
    }
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    // An item keeps its comments wherever it goes: one with an id is known by it, the others by their place.
    const old = node.items;
    const ids = new Map(old.filter(isMap).map((one) => [one.get("id"), one]));
    node.items = value.map((one, at) => merged(document, one.id ? ids.get(one.id) : old[at], one, changes));
    if (old.length !== value.length || old.some((one, at) => one !== node.items[at])) {
      changes.shape = true;
      // The reader gives the comment above the first item to the list.
      if (!node.flow && old.length) [old[0].commentBefore, node.commentBefore] = [node.commentBefore, undefined];
    }
    return node;
  }
  const text = isObject(value) && Object.keys(value).length === 1 ? Object.values(value)[0] : value; // the short form
  if (isScalar(node) && typeof text === "string") {
    if (node.value !== text) {
      changes.texts.push({ start: node.range[0], end: node.range[1], now: text });
      Object.assign(node, { value: text, type: "QUOTE_DOUBLE" });
    }
    return node;
  }
  changes.shape = true;
  return written(document, value);
}

// Gives a new node, in the manner of our files: wordings in quotes, ids without.
function written(document, value) {
  if (Array.isArray(value)) {
    const list = document.createNode([]);
    list.items = value.map((one) => written(document, one));
    return list;
  }
  if (isObject(value)) {
    const map = document.createNode({});
    for (const [key, one] of Object.entries(value)) map.set(key, written(document, one));
    return map;
  }
  const node = document.createNode(value);
  node.type = /^[a-z0-9][a-z0-9-]*$/.test(value) ? "PLAIN" : "QUOTE_DOUBLE";
  return node;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
