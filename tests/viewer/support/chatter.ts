const OPENINGS = ["上次说的那批货", "合同的第三条", "借款的利息", "周五的会", "装修的尾款", "孩子的学费"];
const ENDINGS = [
  "我已经看过了，没有别的意见。",
  "能不能再缓两天？",
  "就按原来说好的办。",
  "麻烦发我一份。",
  "我明天上午转过去，你查收一下。",
  "先这样，回头电话里细说。",
];

/** A line of invented talk; the same for the same number. */
export function chatter(number: number): string {
  const line = `${OPENINGS[number % OPENINGS.length]}，${ENDINGS[(number * 7) % ENDINGS.length]}`;
  return `${number + 1}. ${line.repeat(1 + (number % 13 === 0 ? 4 : number % 3))}`;
}
