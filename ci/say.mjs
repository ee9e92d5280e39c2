/** Prints a sentence for people: as an annotation on GitHub, beside the line of `at` where it has one; as a line elsewhere. */
export function say(level, sentence, { title = 'Plumbline', at } = {}) {
  if (process.env.GITHUB_ACTIONS !== 'true') {
    console.log(`plumbline: ${level}: ${at === undefined ? '' : `${at.file}:${at.line}:${at.column}: `}${sentence}`);
    return;
  }
  const place = at === undefined ? '' : `file=${property(at.file)},line=${at.line},col=${at.column},`;
  console.log(`::${level} ${place}title=${property(title)}::${data(sentence)}`);
}

const data = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
