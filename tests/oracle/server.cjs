// Answers questions on stdin with reports of Khronos' glTF validator on stdout, one after the other.
// Question: u32 length, JSON {size, folder, resources: [[name, size], ...], options}, then the asset and the resources.
// Answer: u32 length, JSON: the validator's report, or {rejected: why, code} when it makes none. Numbers are little-endian.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const validator = require("gltf-validator");

function* read() {
  let buffer = Buffer.alloc(0);
  const take = (count) => {
    const parts = [buffer];
    let length = buffer.length;
    while (length < count) {
      const part = Buffer.allocUnsafe(Math.max(65536, count - length));
      const got = fs.readSync(0, part);
      if (got === 0) {
        return null;
      }
      parts.push(part.subarray(0, got));
      length += got;
    }
    const all = parts.length === 1 ? buffer : Buffer.concat(parts, length);
    buffer = all.subarray(count);
    return all.subarray(0, count);
  };
  for (let head = take(4); head !== null; head = take(4)) {
    const question = JSON.parse(take(head.readUInt32LE()).toString());
    question.data = take(question.size);
    question.resources = new Map(question.resources.map(([name, size]) => [name, take(size)]));
    yield question;
  }
}

function resource(question, uri) {
  const names = [uri, decodeURIComponent(uri)];
  const given = names.find((name) => question.resources.has(name));
  if (given !== undefined) {
    return question.resources.get(given);
  }
  if (question.folder === null) {
    throw new Error(`no resource ${uri}`);
  }
  return fs.readFileSync(path.join(question.folder, names[1]));
}

// The validator throws outside of its promise on some broken files ("Future already completed"), at times after it
// has answered: what it said then counts, and it is CRASHED only when nothing comes.
let crashed = () => {};
process.on("uncaughtException", (error) => crashed(error));

async function report(question) {
  const crash = new Promise((resolve) => {
    crashed = (error) => setTimeout(() => resolve({ rejected: String(error), code: "CRASHED" }), 20);
  });
  const answer = await Promise.race([ask(question), crash]);
  await new Promise((resolve) => setImmediate(resolve)); // what it still throws belongs to this question
  return answer;
}

async function ask(question) {
  const externalResourceFunction = (uri) =>
    new Promise((resolve, reject) => {
      try {
        resolve(new Uint8Array(resource(question, uri)));
      } catch (error) {
        reject(String(error));
      }
    });
  try {
    return await validator.validateBytes(new Uint8Array(question.data), {
      externalResourceFunction,
      maxIssues: 0,
      writeTimestamp: false,
      ...question.options,
    });
  } catch (why) {
    return { rejected: String(why), code: "NOT_GLTF" };
  }
}

async function main() {
  for (const question of read()) {
    const text = Buffer.from(JSON.stringify(await report(question)));
    const head = Buffer.alloc(4);
    head.writeUInt32LE(text.length);
    const answer = Buffer.concat([head, text]);
    for (let written = 0; written < answer.length; ) {
      written += fs.writeSync(1, answer, written);
    }
  }
}

main();
