// The latest reforms, as a table; in a browser as in Node.
const url = "http://127.0.0.1:8080/api/v1/changes?since=2010&level=country&lang=en";
const answer = await fetch(url);
if (!answer.ok) {
  throw new Error((await answer.json()).detail);
}
const { changes, dataset } = await answer.json();
const reforms = changes
  .filter((change) => change.kind === "status")
  .map(({ date, name, framework }) => ({ date, name, from: framework.from_label, to: framework.to_label }));
console.table(reforms.slice(0, 10));
console.log(dataset.citation);
