package notices

// LetterID is the id of a notice's letter.
var LetterID = letterID
