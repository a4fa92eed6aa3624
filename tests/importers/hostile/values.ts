/** Words before and behind everything hostile, so that its loss shows. */
export const BEFORE = "夹带甲";
export const BEHIND = "夹带乙";

const between = (hostile: string): string => `${BEFORE}${hostile}${BEHIND}`;

const BOMB = [
  '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "哈哈哈哈哈哈哈哈哈哈">',
  ...Array.from({ length: 12 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`),
  "]><msg><appmsg><title>&l12;</title><des>&l12;</des><type>5</type></appmsg></msg>",
].join("");
const OUTSIDE =
  '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd">%p;]>';

/** Scripts, handlers, frames and addresses that a viewer of the page would run or call. */
export const ACTIVE: Readonly<Record<string, string>> = {
  script: between(`<script>fetch("http://127.0.0.1:9/s");window.WEFLOW_DATA=[]</script>`),
  handler: between(`<b onclick="alert(1)" onmouseover='fetch("http://127.0.0.1:9/h")'>字</b>`),
  frame: between('<iframe src="http://127.0.0.1:9/f" srcdoc="<script>1</script>"></iframe>'),
  refresh: between('<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/m">'),
  picture: between(
    '<img src="http://127.0.0.1:9/i.png" onerror="alert(1)"><link rel="stylesheet" href="//127.0.0.1:9/c">',
  ),
  markdown: between("![图](http://127.0.0.1:9/i.png) [点](javascript:alert(1))"),
  formula: `=HYPERLINK("http://127.0.0.1:9/x")${BEHIND}`,
};

/** XML that grows, reaches outside or nests without end. */
export const XML: Readonly<Record<string, string>> = {
  bomb: BOMB,
  outside: `${OUTSIDE}<msg><img md5="&x;" length="1"/><appmsg><title>&x;</title></appmsg></msg>`,
  outsideSystem: `${OUTSIDE}<sysmsg type="revokemsg"><revokemsg><replacemsg>&x;</replacemsg></revokemsg></sysmsg>`,
  include: '<msg xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></msg>',
  deep: `<msg>${"<a>".repeat(50_000)}x${"</a>".repeat(50_000)}</msg>`,
  wide: `<msg><appmsg>${"<title>x</title>".repeat(20_000)}</appmsg></msg>`,
  attributes: `<msg><img ${Array.from({ length: 20_000 }, (_, at) => `a${at}="1"`).join(" ")}/></msg>`,
  own: '<msg><img __proto__="a" constructor="b" md5="c"/><__proto__>x</__proto__><constructor>y</constructor></msg>',
  cut: "<msg><appmsg><title>未写完",
};

/** Texts that strain readers of texts. */
export const ODD: Readonly<Record<string, string>> = {
  brackets: between("[".repeat(100_000)),
  braces: between('{"a":'.repeat(20_000)),
  backslashes: between("\\".repeat(9_999)),
  quotes: between("'\"`".repeat(3_000)),
  controls: between("\u0001\u0007\u001b[31m\u007f\u0085\u2028\u2029\u202e"),
  noncharacters: between("\ufffe\uffff\ufdd0"),
  names: between("__proto__ constructor hasOwnProperty toString"),
  blanks: between(" ".repeat(50_000)),
  percent: between("%s%n%00%c0%af../../../etc/passwd"),
};

/** What a number may be written as where a record has one. */
export const NUMBERS = ["1e400", "-1e400", "-0", "18446744073709551616", "1e-400", "9007199254740993", "0.1e1", "-1"];
/** What no JSON allows where a number stands. */
export const NO_NUMBERS = ["NaN", "Infinity", "0x10", "01", "+1", "1."];
