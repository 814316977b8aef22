/** What is said to an answer, per language; right, mistake and so on are what judge.js finds. Numbers arrive formatted. */
export default {
  en: {
    right: (x) => `Right: ${x}.`,
    mistake: (clause) => `Not yet. This is what comes out when ${clause}.`,
    close: "Not yet, but close: compute with more digits and round at the end.",
    wrong: "Not yet.",
    unread: "Type a number, such as 1.25, −0.7 or 1/3.",
    done: (answer, off) => `All steps are right. The answer is ${answer}; your guess was off by ${off}.`,
    shown: "The solution stands under each step.",
    hidden: "The solution is hidden again.",
  },
  ko: {
    right: (x) => `맞았습니다: ${x}`,
    mistake: (clause) => `아직 아닙니다. 이 결과는 ${clause} 나오는 값입니다.`,
    close: "아직 아니지만 꽤 가깝습니다. 더 많은 자릿수로 계산하고 마지막에 반올림해 보세요.",
    wrong: "아직 아닙니다.",
    unread: "1.25, −0.7, 1/3처럼 수를 적어 주세요.",
    done: (answer, off) => `모든 단계를 맞혔습니다. 답: ${answer}. 어림값과의 차이: ${off}`,
    shown: "단계마다 아래에 풀이가 있습니다.",
    hidden: "풀이를 다시 숨겼습니다.",
  },
};
