// Writes a small PDF by hand, so that the scripted back end shows real pages.

const ENCODE: Record<string, string> = { '(': '\\(', ')': '\\)', '\\': '\\\\' };

/** One page for each list of lines; the first line of each is its title. */
export function pdf(pages: string[][]): string {
  const objects: string[] = [];
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
  objects.push('<< /Type /Catalog /Pages 2 0 R >>');
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  pages.forEach((lines, index) => {
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
    );
    const text = lines
      .map(
        (line, at) =>
          `${at === 0 ? '/F1 17 Tf' : '/F1 10.5 Tf'} (${escape(line)}) Tj 0 -${at === 0 ? 34 : 17} Td`,
      )
      .join('\n');
    const stream = `BT 64 770 Td ${text} ET`;
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
  });
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  file += offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
  return `data:application/pdf;base64,${btoa(file)}`;
}

const escape = (line: string) => line.replaceAll(/[()\\]/g, (letter) => ENCODE[letter] ?? letter);
