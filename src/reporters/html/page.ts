import { html, verbatim, type Html, type Inset } from './html.ts';

/** The head of a page that needs nothing else: its styles are in it, and it may load nothing and run nothing. */
export const pageHead = (title: Inset, styles: readonly string[]): Html => html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${styles.map(verbatim)}</style>
</head>`;
