import type { Language } from "../../base/bilingual.ts";
import type { Document } from "../../model/document.ts";
import { documentOf } from "../document.ts";

/** Nothing but the files beside it: no address, no script or style within a page, no form, no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const TITLES: Readonly<Record<Language, string>> = { zh: "证据包查看页", en: "Evidence bundle" };
const LANGUAGES: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };

/**
 * `index.html`: opens by double-click and loads the viewer. What stands in it is seen only where nothing beside it can be
 * loaded: inside the zip, or from a copy of this file alone.
 */
export function page(language: Language): Document {
  const html = `<!doctype html>
<html lang="${LANGUAGES[language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${TITLES[language]}</title>
<link rel="stylesheet" href="viewer/app.css">
<script src="viewer/app.js" defer></script>
</head>
<body>
<main>
<h1>证据包查看页</h1>
<p>如果只看到这几行字，说明本页是在压缩包里打开的。请先“全部解压缩”：在压缩包上点右键，选“全部解压缩”，再打开解压后文件夹里的 index.html。</p>
<p>已经解压仍只看到这几行字的，请检查 viewer 文件夹是否与本页在同一文件夹内，或换用较新的 Edge、Chrome 浏览器打开。</p>
<h1 lang="en">Evidence bundle</h1>
<p lang="en">If these lines are all you see, this page was opened inside the zip. Extract it first: right-click the zip, choose “Extract All”, and open index.html in the folder that appears.</p>
<p lang="en">If you did and still see only these lines, see that the folder viewer lies beside this page, or open it with a recent Edge or Chrome.</p>
</main>
</body>
</html>
`;
  return documentOf("index.html", "view", html);
}
