// What another site's page is told when it asks.
async ([address, mode, kind]) => {
  try {
    const answer = await fetch(address, { method: "POST", mode, headers: { "Content-Type": kind }, body: "{}" });
    return [answer.type, answer.status];
  } catch (error) {
    return "no";
  }
}
