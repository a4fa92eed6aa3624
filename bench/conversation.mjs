const SENTENCES = ["货已经装车，下午三点前到工地", "收到，辛苦了", "这批的合格证记得一起带上", "单价还是按上次说的三百二十八一吨", "好的，我让仓库核对一下数量", "对账单发你了，麻烦确认", "周五之前能不能先付一半"]; // prettier-ignore
const START_S = 1_600_000_000;
const STEP_S = 37;
const FIRST_ID = 5_520_013_399_120_045_511n;
const CHINA_S = 28_800;

/** The two invented people of the chat, and when its export was made. */
export const OWNER = { id: "wxid_me", name: "李梅" };
export const OTHER = { id: "wxid_bench", name: "王经理", nickname: "老王" };
export const FIRST_S = START_S;
export const lastOf = (count) => START_S + (count - 1) * STEP_S;
export const madeAt = (count) => lastOf(count) + 600;

/**
 * Message `index` of an invented private chat: text, with now and then a picture or a quote. `time` in epoch seconds,
 * `clock` and `day` by the clock of China, ids as text.
 */
export function messageAt(index) {
  const time = START_S + index * STEP_S;
  const clock = clockOf(time);
  const isSend = index % 3 === 0;
  const kind = index % 50 === 7 ? "image" : index % 200 === 11 ? "quote" : "text";
  return {
    index,
    localId: index + 1,
    serverId: serverIdOf(index),
    time,
    clock,
    day: clock.slice(0, 10),
    isSend,
    sender: isSend ? OWNER : OTHER,
    kind,
    text: `${SENTENCES[index % SENTENCES.length]}（${index}）`,
    quotes: kind === "quote" ? { serverId: serverIdOf(index - 5), sender: OTHER, text: SENTENCES[1] } : null,
  };
}

export function clockOf(time) {
  return new Date((time + CHINA_S) * 1000).toISOString().slice(0, 19).replace("T", " ");
}

const serverIdOf = (index) => String(FIRST_ID + BigInt(index) * 104_729n);
