-- Members, the host site's own users, and their conversations with the assistant.

CREATE TABLE members (
    id uuid PRIMARY KEY,
    -- '' where no issuer is configured.
    issuer text NOT NULL CHECK (char_length(issuer) <= 255),
    -- The user's id at the site.
    subject text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 255),
    -- What the site's backend has told of the user.
    told jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(told) = 'object'),
    -- What the token or the session of the last message said.
    claimed jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(claimed) = 'object'),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Moved once an hour.
    seen_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT members_known_once UNIQUE (issuer, subject)
);
CREATE INDEX members_by_seen ON members (seen_at);
-- A search by a part of the id, the name or the address.
CREATE INDEX members_by_text ON members USING gin
    ((subject || ' ' || coalesce((told || claimed)->>'name', '') || ' ' || coalesce((told || claimed)->>'email', ''))
     gin_trgm_ops);

CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    -- What a client calls it, if that is no UUID.
    client_key text CHECK (char_length(client_key) BETWEEN 1 AND 255),
    -- The one conversation of clients that know only one.
    is_main boolean NOT NULL DEFAULT false,
    title text CHECK (char_length(title) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    -- The last message of the branch that is shown.
    leaf uuid,
    CONSTRAINT conversations_named_once UNIQUE (member_id, client_key)
);
CREATE UNIQUE INDEX conversations_one_main ON conversations (member_id) WHERE is_main;
CREATE INDEX conversations_by_member ON conversations (member_id, updated_at DESC, id DESC);
CREATE INDEX conversations_by_age ON conversations (updated_at);

CREATE TABLE messages (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
    -- The message before it; another answer to the same question, or another version of a question, has the same one.
    parent uuid,
    role text NOT NULL CHECK (role IN ('user', 'assistant')),
    content text NOT NULL CHECK (octet_length(content) <= 262144),
    -- Only an answer is ever anything but whole.
    state text NOT NULL CHECK (state IN ('whole', 'running', 'stopped', 'cut', 'failed')),
    -- A client's name for a question, so that it is stored once however often it is sent.
    client_key text CHECK (char_length(client_key) BETWEEN 1 AND 255),
    -- Of a running answer: until when its instance has promised to write again, and whether it shall stop.
    alive_until timestamptz,
    stop_asked boolean NOT NULL DEFAULT false,
    -- How an answer ended.
    finish text,
    model text,
    prompt_tokens integer,
    answer_tokens integer,
    is_trimmed boolean NOT NULL DEFAULT false,
    feedback smallint CHECK (feedback IN (-1, 1)),
    feedback_note text CHECK (char_length(feedback_note) <= 2000),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    CONSTRAINT messages_sent_once UNIQUE (conversation_id, client_key),
    CONSTRAINT messages_running_promise CHECK ((state = 'running') = (alive_until IS NOT NULL))
);
CREATE INDEX messages_by_conversation ON messages (conversation_id, created_at);
CREATE UNIQUE INDEX messages_one_running ON messages (conversation_id) WHERE state = 'running';
CREATE INDEX messages_lapsed ON messages (alive_until) WHERE state = 'running';

-- How many messages a member has sent in an hour.
CREATE TABLE member_hours (
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    hour timestamptz NOT NULL,
    messages integer NOT NULL,
    PRIMARY KEY (member_id, hour)
);
CREATE INDEX member_hours_by_age ON member_hours (hour);
