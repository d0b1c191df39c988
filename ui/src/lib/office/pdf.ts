// Opens a PDF and draws its pages. The legacy build of the library is the one
// that the webview's engine runs; the worker comes from our own bundle.

import type { PDFPageProxy, RenderTask } from 'pdfjs-dist';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

export interface Page {
  /** From 1. */
  number: number;
  /** Width by height. */
  ratio: number;
  /** Draws the page `width` CSS pixels wide. */
  draw(canvas: HTMLCanvasElement, width: number): Drawing;
}

export interface Drawing {
  done: Promise<void>;
  cancel(): void;
  /** Whether it was given up. */
  cancelled(): boolean;
}

export interface Opened {
  pages: Promise<Page[]>;
  close(): void;
}

export function openPdf(url: string): Opened {
  let closed = false;
  const opening = import('pdfjs-dist/legacy/build/pdf.mjs').then((pdf) => {
    pdf.GlobalWorkerOptions.workerSrc = worker;
    return pdf.getDocument({
      url,
      isEvalSupported: false,
      disableRange: true,
      disableStream: true,
      useSystemFonts: true,
    });
  });
  const pages = opening.then(async (task) => {
    if (closed) return [];
    const document = await task.promise;
    const list: Page[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      list.push(pageOf(await document.getPage(number)));
    }
    return list;
  });
  return {
    pages,
    close() {
      closed = true;
      void opening.then((task) => task.destroy());
    },
  };
}

function pageOf(page: PDFPageProxy): Page {
  const { width, height } = page.getViewport({ scale: 1 });
  // A page is drawn once at a time: one that is given up has to end first.
  let before: Promise<unknown> = Promise.resolve();
  return {
    number: page.pageNumber,
    ratio: width / height,
    draw(canvas, cssWidth) {
      let givenUp = false;
      let task: RenderTask | undefined;
      const done = before.then(() => {
        if (givenUp) throw new GivenUp();
        const viewport = page.getViewport({ scale: (cssWidth / width) * devicePixelRatio });
        canvas.width = Math.round(viewport.width);
        canvas.height = Math.round(viewport.height);
        // For print it is drawn at once: a webview in which nothing moves may
        // give no animation frame to go on with.
        task = page.render({ canvas, viewport, intent: 'print' });
        return task.promise;
      });
      before = done.catch(() => undefined);
      return {
        done,
        cancel() {
          givenUp = true;
          task?.cancel();
        },
        cancelled: () => givenUp,
      };
    },
  };
}

/** A drawing was given up before it began. */
class GivenUp extends Error {}
