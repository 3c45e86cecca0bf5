// Somebody else learns that the person is here.
new Image().src = "https://tracker.example/seen.gif";
