// The report on an archive: one named `altered` has a changed picture.

import type { ArchiveReport } from '../bindings';

export function archiveReportOf(path: string | null): ArchiveReport {
  const finding = path?.includes('altered') ? 'altered' : 'intact';
  return {
    fileName: path ?? 'sportello-41230.zip',
    verdict: finding,
    sealedAt: new Date(Date.now() - 86_400_000).toISOString(),
    centralKey: '41230',
    entries: [
      { name: 'manifest.json', bytes: 1422, finding: 'intact' },
      { name: 'data.json', bytes: 6210, finding: 'intact' },
      { name: 'images/document_front.jpg', bytes: 621_760, finding },
      { name: 'images/document_rear.jpg', bytes: 598_112, finding: 'intact' },
      { name: 'images/selfie.jpg', bytes: 402_551, finding: 'intact' },
      { name: 'video/session.mp4', bytes: 8_412_004, finding: 'intact' },
      { name: 'declaration.pdf', bytes: 41_200, finding: 'intact' },
      { name: 'contract.pdf', bytes: 88_154, finding: 'intact' },
      { name: 'audit.json', bytes: 3804, finding: 'intact' },
    ],
  };
}
