-- A search for one or two letters finds the words that begin with them: the
-- index of three letters in a row cannot, and reading every row takes a second
-- where there are two hundred thousand.
CREATE VIRTUAL TABLE queue_words USING fts5 (
    search, content = 'queue', content_rowid = 'sequence',
    tokenize = 'unicode61 remove_diacritics 0', detail = none, columnsize = 0, prefix = '1 2'
);

INSERT INTO queue_words (queue_words) VALUES ('rebuild');

CREATE TRIGGER queue_words_one_more AFTER INSERT ON queue
BEGIN
    INSERT INTO queue_words (rowid, search) VALUES (NEW.sequence, NEW.search);
END;

CREATE TRIGGER queue_words_one_less AFTER DELETE ON queue
BEGIN
    INSERT INTO queue_words (queue_words, rowid, search)
        VALUES ('delete', OLD.sequence, OLD.search);
END;

CREATE TRIGGER queue_words_follow AFTER UPDATE OF search ON queue
BEGIN
    INSERT INTO queue_words (queue_words, rowid, search)
        VALUES ('delete', OLD.sequence, OLD.search);
    INSERT INTO queue_words (rowid, search) VALUES (NEW.sequence, NEW.search);
END;
