/** Frequent family names that begin no ordinary word after 我是. */
const FAMILY =
  "王李张刘陈杨黄赵吴周徐孙朱胡郭何罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘袁董叶蒋杜苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦付邹孟邱秦薛阎侯段黎贺郝顾龚邵覃严戴莫孔洪汤芦俞"; // prettier-ignore
/** Others, which are told from ordinary words only where a name is announced. */
const RARER = "林马高安常万方白江金余于程时成易任熊石毛田钱龙雷向管应夏史陶温倪柳包章康施牛葛尹樊翁殷聂申";
const DOUBLE = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方";
const PERSON = `(?:${DOUBLE}|[${FAMILY}])\\p{Script=Han}{1,2}`;
const ANY_PERSON = `(?:${DOUBLE}|[${FAMILY}${RARER}])\\p{Script=Han}{1,2}`;
const END = '(?=$|[\\s，。！？、；：,.!?;:（(）)~～"”」])';

/** Phrases with which a speaker gives a name. Group 1 is the name. */
const PHRASES: readonly RegExp[] = [
  new RegExp(`(?:我叫|我的名字(?:是|叫)|我名叫|我姓名(?:是|为)?)\\s?[:：]?\\s?(${ANY_PERSON}|\\p{Script=Han}{2,6}·\\p{Script=Han}{2,6})${END}`, "gu"), // prettier-ignore
  new RegExp(`(?:本人|我本人)(?:姓名|名叫|叫|是|为)?\\s?[:：]?\\s?(${PERSON})${END}`, "gu"),
  new RegExp(
    `(?:^|[\\s，。！？、；,.!?;好])我(?:这边)?是(?:[^，。！？；\\s我你他]{2,20}的)?\\s?(${PERSON})${END}`,
    "gu",
  ),
  /\bmy name is ([A-Z][a-z]+(?: [A-Z][a-z]+){0,3})/g,
];
/** Endings of places, plurals and verbs, which no name has. */
const NO_NAME = /[的了吗呢吧啊呀哦嘛着过们么人州市省县]$/u;

/** Names that a speaker states in the first person, in order of appearance and each once. */
export function statedNames(text: string): string[] {
  const found = PHRASES.flatMap((phrase) => Array.from(text.matchAll(phrase), ([, name = ""]) => name));
  return [...new Set(found.filter((name) => name !== "" && !NO_NAME.test(name)))];
}
