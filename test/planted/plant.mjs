/** The source with the planted error in it. A patch that fits nowhere, or in two places, plants nothing that can be trusted. */
export function plantedText(source, { name, file, find, plant }) {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new Error(`"${name}" fits ${places} places in ${file}, not one: ${find}`);
  return source.replace(find, () => plant);
}
