CREATE TABLE meta (version INTEGER NOT NULL);
CREATE TABLE source_state (
    feed_url VARCHAR NOT NULL,
    etag TEXT,
    last_modified TEXT,
    last_asked BIGINT,
    last_success BIGINT,
    last_code TEXT NOT NULL,
    last_reason TEXT NOT NULL,
    failures INTEGER NOT NULL,
    next_at BIGINT,
    PRIMARY KEY (feed_url)
);
CREATE TABLE items (
    id VARCHAR(32) NOT NULL,
    source VARCHAR NOT NULL,
    identity VARCHAR(32) NOT NULL,
    content VARCHAR(64) NOT NULL,
    words VARCHAR(64) NOT NULL,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    published BIGINT NOT NULL,
    first_seen BIGINT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    author TEXT NOT NULL,
    guid TEXT NOT NULL,
    language VARCHAR NOT NULL,
    categories JSON NOT NULL,
    updated BIGINT,
    published_raw TEXT NOT NULL,
    excerpt BOOLEAN NOT NULL,
    weight FLOAT NOT NULL,
    summary TEXT NOT NULL,
    topics JSON NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (source, identity)
);
CREATE INDEX items_by_time ON items (published, id);
INSERT INTO meta VALUES (1);
INSERT INTO source_state VALUES (
    'https://x.example/f', '"1"', NULL, 1795413600, 1795413600, '', '', 0, NULL
);
INSERT INTO items VALUES (
    'id-guid-1', 'https://x.example/f', 'id-guid-1',
    'of another time', 'of another time', 'X', 'https://x.example/1', 'Title 1',
    1795410000, 1795413600, 'Text 1.', '<p>Text 1.</p>', '', 'guid-1', 'en',
    '["a", "b"]', 1795413600, '', FALSE, 2.5, '', '[]'
);
