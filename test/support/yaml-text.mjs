/** Keys and words that mean only themselves in YAML; everything else is quoted as in JSON, which YAML contains. */
const PLAIN = /^[A-Za-z_/$][\w/{}$.-]*$/;
const NOT_WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

const scalar = (value) =>
  typeof value === 'string' && PLAIN.test(value) && !NOT_WORDS.test(value) && !value.includes('{')
    ? value
    : JSON.stringify(value);
const isEmpty = (value) =>
  value === null || typeof value !== 'object' || (Array.isArray(value) ? value : Object.keys(value)).length === 0;

/** JSON values as YAML in block style, in the order of their keys: a change of one field is a change of one line. */
export function yamlText(value, indent = '') {
  if (isEmpty(value)) return `${indent}${scalar(value)}\n`;
  if (Array.isArray(value)) return value.map((item) => listItem(item, indent)).join('');
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) =>
      isEmpty(item)
        ? `${indent}${scalar(key)}: ${scalar(item)}\n`
        : `${indent}${scalar(key)}:\n${yamlText(item, `${indent}  `)}`,
    )
    .join('');
}

const listItem = (item, indent) =>
  isEmpty(item)
    ? `${indent}- ${scalar(item)}\n`
    : `${indent}- ${yamlText(item, `${indent}  `).slice(indent.length + 2)}`;
