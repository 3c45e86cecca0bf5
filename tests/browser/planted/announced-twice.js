// Every message is announced again.
const region = document.querySelector("auta-chat [role=status]");
new MutationObserver((records) => {
  for (const node of records.flatMap((record) => [...record.addedNodes])) {
    if (node.parentNode !== region || node.again) continue;
    const again = node.cloneNode(true);
    again.again = true;
    region.append(again);
  }
}).observe(region, { childList: true });
