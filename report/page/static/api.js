// Talking to the server: questions answered at once, lanes that keep only the last one, long work.

import { lang } from "./dom.js";

const token = document.querySelector("meta[name=plancast-action]").content;
const tab = Math.random().toString(36).slice(2);

/** A refusal, with what the server said. */
export class Refused extends Error {
  constructor(reply) {
    super(reply.state);
    this.reply = reply;
  }
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { "x-plancast": token, ...options?.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused({ state: "offline" });
  }
  if (response.ok) return response;
  let reply;
  try {
    reply = await response.json();
  } catch {
    // A token of before the server was started again is refused in words (401, 403).
    reply = { state: [401, 403, 404].includes(response.status) ? "gone" : "failed" };
  }
  throw new Refused(reply);
}

async function post(path, body) {
  return send(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
}

/** Ask the engine; returns JSON. */
export async function ask(action, args, lane = "") {
  const response = await post(`/api/ask/${action}`, { lang, lane: lane && `${tab}/${lane}`, ...args });
  const answer = await response.json();
  if (answer.state === "stale") throw new Refused(answer);
  return answer;
}

/** Ask the engine for a file; returns the response. */
export async function askFile(action, args) {
  return post(`/api/ask/${action}`, { lang, ...args });
}

/**
 * A lane: while one question is under way only the newest next one is kept. Answers that a newer
 * question has overtaken are dropped, except that the last one is always shown.
 */
export class Lane {
  constructor(name, show, fail) {
    this.name = name;
    this.show = show;
    this.fail = fail;
    this.busy = false;
    this.next = null;
    this.asked = 0;
  }

  call(action, args) {
    this.asked += 1;
    this.next = { action, args, number: this.asked };
    if (!this.busy) this.run();
  }

  async run() {
    this.busy = true;
    while (this.next) {
      const { action, args, number } = this.next;
      this.next = null;
      const begun = performance.now();
      try {
        const answer = await ask(action, args, this.name);
        if (number === this.asked) {
          this.took = performance.now() - begun;
          this.show(answer, args);
        }
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (number === this.asked && error.reply.state !== "stale") this.fail(error.reply);
      }
    }
    this.busy = false;
  }
}

/** Long work: `done` resolves to the job's number; `cancel` kills it. */
export function work(action, args, news = () => {}) {
  let number = null;
  let over = false;
  const cancel = async () => {
    over = true;
    if (number) await post(`/api/job/${number}/cancel`, {});
  };
  const done = (async () => {
    const begun = await (await post(`/api/job/${action}`, args)).json();
    number = begun.job;
    if (over) await cancel();
    let seen = -1;
    for (;;) {
      const state = await (await send(`/api/job/${number}?seen=${seen}`)).json();
      if (state.state === "done") return number;
      seen = state.done;
      news(state);
    }
  })();
  return { done, cancel };
}

/** What a job made, or a part of it. */
export async function result(number, query = {}) {
  const search = new URLSearchParams(query).toString();
  return send(`/api/result/${number}${search ? `?${search}` : ""}`);
}

/** Send a file. */
export async function upload(kind, file) {
  const response = await send(`/api/upload/${kind}?name=${encodeURIComponent(file.name)}`, {
    method: "POST", body: file, headers: { "content-type": "application/octet-stream" } });
  return response.json();
}

/** Send a file and have long work done with it; `began` is told of the job. */
export async function sent(kind, file, action, args, began = () => {}) {
  const entry = await upload(kind, file);
  const job = work(action, { ...args, upload: entry.key });
  began(job);
  return job.done;
}

/** Let the browser save a response. */
export async function save(response) {
  const name = /filename\*=UTF-8''(.*)$/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "plancast";
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = decodeURIComponent(name);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Keep the plan file that a job made; returns its key. */
export async function keep(job) {
  return (await post("/api/keep", { job })).json();
}

/** Have a copy made of an opened plan file, to confirm its rows; returns its key. */
export async function copyToConfirm(plan) {
  return (await post("/api/copy", { plan })).json();
}

/** The document that a plan was read from. */
export async function read(key) {
  return (await send(`/api/read/${key}`)).json();
}

/** Change one thing of a plan that was read. */
export async function edit(body) {
  return (await post("/api/edit", body)).json();
}
