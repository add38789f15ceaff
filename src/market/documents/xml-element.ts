/**
 * An XML element as market documents use them: either children or text, no mixture. Names are local names; the
 * namespace is resolved, whatever prefix the sender chose.
 */
export interface XmlElement {
  readonly name: string;
  /** '' for none. */
  readonly namespace: string;
  /** Without namespace declarations. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Character data, entities decoded; '' or white space where there are children. */
  readonly text: string;
}

export type Content = string | readonly (XmlElement | null)[];

/** An element of the same namespace as its parent-to-be; a child that is null is left out. */
export function element(name: string, content: Content, attributes: Readonly<Record<string, string>> = {}): XmlElement {
  const text = typeof content === 'string' ? content : '';
  const children = typeof content === 'string' ? [] : content.filter((child) => child !== null);
  return { name, namespace: '', attributes, children, text };
}

/** A whole document: the namespace is given to every element in it. */
export function document(name: string, namespace: string, content: Content): XmlElement {
  return inNamespace(element(name, content), namespace);
}

const inNamespace = (node: XmlElement, namespace: string): XmlElement => ({
  ...node,
  namespace,
  children: node.children.map((child) => inNamespace(child, namespace)),
});

export const childrenNamed = (node: XmlElement, name: string): readonly XmlElement[] =>
  node.children.filter((child) => child.name === name);

export const childNamed = (node: XmlElement, name: string): XmlElement | null =>
  node.children.find((child) => child.name === name) ?? null;

/** The text of the element that a path of names leads to, always by the first of that name; null: there is none. */
export function textAt(node: XmlElement, ...path: readonly string[]): string | null {
  let found: XmlElement | null = node;
  for (const name of path) found = found && childNamed(found, name);
  return found && found.text;
}

/** The same, where the profile has made sure that it is there. */
export function requiredText(node: XmlElement, ...path: readonly string[]): string {
  const text = textAt(node, ...path);
  if (text === null)
    throw new Error(`${node.name} has no ${path.join('/')}; documents are checked before they are read`);
  return text;
}
