-- Messenger sessions: a member's own link to WhatsApp. The program `anteroom` says what is wanted, the program
-- `anteroom-whatsapp` says what is; they meet only here. Sealed values open only with the session's own data key.

-- A sign-in by a telephone number. Nothing is believed of it until the phone of that number has proved it.
CREATE TABLE messenger_sign_ins (
    id uuid PRIMARY KEY,
    -- E.164, with its plus sign.
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    -- Set once the number is proved.
    member_id uuid REFERENCES members ON DELETE CASCADE,
    -- The code that was sent into the number's own chat, hashed by a key of ours.
    code_hash bytea CHECK (octet_length(code_hash) = 32),
    code_until timestamptz,
    code_tries integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    -- Each call moves it on, but never past its end.
    expires_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    ip_address inet
);
CREATE INDEX messenger_sign_ins_by_phone ON messenger_sign_ins (phone, created_at);
CREATE INDEX messenger_sign_ins_of_member ON messenger_sign_ins (member_id);
CREATE INDEX messenger_sign_ins_lapsed ON messenger_sign_ins (expires_at);

CREATE TABLE messenger_sessions (
    id uuid PRIMARY KEY,
    -- Whose it is; empty until the paired account is known to have the number of the sign-in.
    member_id uuid REFERENCES members ON DELETE CASCADE,
    -- The sign-in that waits for this pairing.
    sign_in_id uuid UNIQUE REFERENCES messenger_sign_ins ON DELETE CASCADE,
    -- The only number whose account may be paired; empty if any may.
    wanted_phone text,
    device_no smallint NOT NULL DEFAULT 1 CHECK (device_no BETWEEN 1 AND 4),
    -- What the member wants. Asleep: nothing is connected and the pairing is kept. Forgotten: it is logged out at
    -- WhatsApp, then its keys are shredded and the row goes.
    desired text NOT NULL CHECK (desired IN ('running', 'asleep', 'stopped', 'forgotten')),
    -- What is, as the connector says.
    status text NOT NULL DEFAULT 'stopped' CHECK (status IN ('stopped', 'starting', 'pairing', 'online', 'offline',
        'asleep', 'logged-out', 'replaced', 'banned', 'failed', 'other-number')),
    since timestamptz NOT NULL DEFAULT now(),
    -- Why, for people who look after the service; never a name, a number or a word of a message.
    detail text,
    -- The paired account's number.
    account text,
    paired_at timestamptz,
    -- What is shown for pairing, sealed: the text of the QR code, and the code to type instead of it.
    qr_sealed bytea,
    qr_until timestamptz,
    pair_code_asked boolean NOT NULL DEFAULT false,
    pair_code_sealed bytea,
    pair_code_until timestamptz,
    -- The last call of the member, from which idleness is counted; the last message; the last time that it was connected.
    active_at timestamptz NOT NULL DEFAULT now(),
    message_at timestamptz,
    online_at timestamptz,
    -- A restart that the member asked for.
    restart_asked boolean NOT NULL DEFAULT false,
    restarts integer NOT NULL DEFAULT 0,
    -- In a row; a connection that lasts sets it to 0.
    failures integer NOT NULL DEFAULT 0,
    next_try timestamptz NOT NULL DEFAULT now(),
    -- Who runs it: the connector's process, and a number that grows with each claim. A write of an older number changes
    -- nothing, so that a process that was paused cannot overwrite what its successor has written.
    owner uuid,
    epoch bigint NOT NULL DEFAULT 0,
    owned_until timestamptz,
    -- The session's own key, sealed by a key made of SECRET_KEY. Without it nothing of the session can be read.
    data_key bytea NOT NULL,
    -- The notice that was shown with the QR code: scanning it agrees to that.
    notice text NOT NULL DEFAULT '1',
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Only to be logged out and shredded may it outlast whose it was.
    CONSTRAINT messenger_sessions_of_someone
        CHECK (member_id IS NOT NULL OR sign_in_id IS NOT NULL OR desired = 'forgotten'),
    CONSTRAINT messenger_sessions_one_a_device UNIQUE (member_id, device_no)
);
CREATE INDEX messenger_sessions_by_account ON messenger_sessions (account);
CREATE INDEX messenger_sessions_by_wanted_phone ON messenger_sessions (wanted_phone);
CREATE INDEX messenger_sessions_to_claim ON messenger_sessions (next_try) WHERE desired IN ('running', 'forgotten');

-- Keys and state of the protocol. The names are hashed by the session's key, because they are other people's numbers.
CREATE TABLE messenger_keys (
    session_id uuid NOT NULL REFERENCES messenger_sessions ON DELETE CASCADE,
    kind smallint NOT NULL,
    name bytea NOT NULL,
    -- A number to order or select by, where the protocol needs one.
    number bigint,
    sealed bytea NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (session_id, kind, name)
);
CREATE INDEX messenger_keys_by_number ON messenger_keys (session_id, kind, number);

-- Messages that have come, until the actions in them are found.
CREATE TABLE messenger_inbox (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES messenger_sessions ON DELETE CASCADE,
    -- The hash, by the session's key, of chat, sender and the message's id, so that none is taken twice.
    external bytea NOT NULL CHECK (octet_length(external) = 32),
    sealed bytea NOT NULL,
    -- When it was sent.
    sent_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    -- Once looked at, its words are gone and only the hash stays, so that the same message is not taken again.
    read_at timestamptz,
    tries integer NOT NULL DEFAULT 0,
    next_try timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT messenger_inbox_once UNIQUE (session_id, external)
);
CREATE INDEX messenger_inbox_unread ON messenger_inbox (next_try) WHERE read_at IS NULL;
CREATE INDEX messenger_inbox_by_age ON messenger_inbox (received_at);

-- What the connector is to send.
CREATE TABLE messenger_outbox (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES messenger_sessions ON DELETE CASCADE,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Nothing is sent after this.
    expires_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0
);
CREATE INDEX messenger_outbox_by_session ON messenger_outbox (session_id, created_at);

-- The connector has paired an account. It belongs to the member of that number if that is the number of the sign-in, which
-- is then proved; otherwise nothing is kept. The connector has no rights on members of its own.
CREATE FUNCTION admit_messenger_account(session uuid, session_epoch bigint, paired text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    one messenger_sessions%ROWTYPE;
    member uuid;
    free smallint;
BEGIN
    SELECT * INTO one FROM messenger_sessions
    WHERE id = session AND epoch = session_epoch AND owned_until > clock_timestamp() FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'not-owner';
    END IF;
    IF one.wanted_phone IS NOT NULL AND one.wanted_phone <> paired THEN
        RETURN 'other-number';
    END IF;
    member := one.member_id;
    free := one.device_no;
    IF member IS NULL THEN
        INSERT INTO members (id, issuer, subject) VALUES (gen_random_uuid(), 'phone', paired)
        ON CONFLICT (issuer, subject) DO UPDATE SET seen_at = now() RETURNING id INTO member;
        SELECT min(number) INTO free FROM generate_series(1, 4) number
        WHERE NOT EXISTS (SELECT FROM messenger_sessions WHERE member_id = member AND device_no = number);
        IF free IS NULL THEN
            RETURN 'too-many-devices';
        END IF;
        UPDATE messenger_sign_ins SET member_id = member WHERE id = one.sign_in_id;
    END IF;
    UPDATE messenger_sessions SET member_id = member, sign_in_id = NULL, device_no = free, account = paired,
        paired_at = now(), qr_sealed = NULL, qr_until = NULL, pair_code_asked = false, pair_code_sealed = NULL,
        pair_code_until = NULL WHERE id = session;
    RETURN 'admitted';
END $$;

REVOKE EXECUTE ON FUNCTION admit_messenger_account FROM PUBLIC;

-- To the connector a message names the session; to us, whose it is, the member or the sign-in.
CREATE FUNCTION notify_messenger_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (OLD.desired, OLD.restart_asked, OLD.pair_code_asked) IS DISTINCT FROM
        (NEW.desired, NEW.restart_asked, NEW.pair_code_asked)
        OR (OLD.owner IS NOT NULL AND NEW.owner IS NULL) THEN
        PERFORM pg_notify('messenger_wanted', NEW.id::text);
    END IF;
    IF TG_OP = 'INSERT' OR (OLD.status, OLD.qr_sealed, OLD.pair_code_sealed, OLD.member_id, OLD.account)
        IS DISTINCT FROM (NEW.status, NEW.qr_sealed, NEW.pair_code_sealed, NEW.member_id, NEW.account) THEN
        PERFORM pg_notify('messenger_changes', coalesce(NEW.sign_in_id, NEW.member_id)::text);
        -- Who waited for the pairing watches the sign-in.
        IF TG_OP = 'UPDATE' AND OLD.sign_in_id IS DISTINCT FROM NEW.sign_in_id THEN
            PERFORM pg_notify('messenger_changes', OLD.sign_in_id::text);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER messenger_sessions_notify AFTER INSERT OR UPDATE ON messenger_sessions
FOR EACH ROW EXECUTE FUNCTION notify_messenger_session();

CREATE FUNCTION notify_messenger_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_ARGV[0], NEW.session_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER messenger_inbox_notify AFTER INSERT ON messenger_inbox
FOR EACH ROW EXECUTE FUNCTION notify_messenger_letter('messenger_inbox');
CREATE TRIGGER messenger_outbox_notify AFTER INSERT ON messenger_outbox
FOR EACH ROW EXECUTE FUNCTION notify_messenger_letter('messenger_outbox');

-- What is to be done, as found in messages. The words are a part of the message: nothing is made up.
CREATE SEQUENCE messenger_action_changes;
CREATE TABLE messenger_actions (
    id uuid PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    session_id uuid REFERENCES messenger_sessions ON DELETE SET NULL,
    -- The hash of the message (messenger_inbox.external) and where in it the quote begins: the same action is stored once,
    -- even if the message comes again.
    message bytea NOT NULL CHECK (octet_length(message) = 32),
    quote_from integer NOT NULL,
    quote text NOT NULL,
    title text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('task', 'meeting', 'payment', 'call', 'purchase')),
    -- A day, perhaps with a time of day, as the message says it, in the member's own time.
    due_on date,
    due_at time,
    -- Rules or model.
    found_by text NOT NULL CHECK (found_by IN ('rules', 'model')),
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'done', 'dismissed')),
    version integer NOT NULL DEFAULT 1,
    -- Grows with each change of any action; drawn under a lock of the member, so that a member's numbers are seen in order.
    changed bigint NOT NULL DEFAULT nextval('messenger_action_changes'),
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT messenger_actions_timed CHECK (due_at IS NULL OR due_on IS NOT NULL),
    CONSTRAINT messenger_actions_once UNIQUE (member_id, message, quote_from)
);
CREATE INDEX messenger_actions_by_change ON messenger_actions (member_id, changed);
CREATE INDEX messenger_actions_of_session ON messenger_actions (session_id);
CREATE INDEX messenger_actions_by_age ON messenger_actions (changed_at) WHERE status <> 'pending';
CREATE INDEX messenger_actions_created ON messenger_actions (created_at);

CREATE FUNCTION notify_messenger_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('messenger_changes', NEW.member_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER messenger_actions_notify AFTER INSERT OR UPDATE ON messenger_actions
FOR EACH ROW EXECUTE FUNCTION notify_messenger_action();

-- Who may read a member's board besides: the member of that number, if there is one or will be.
CREATE TABLE messenger_shares (
    id uuid PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT messenger_shares_once UNIQUE (member_id, phone)
);
CREATE INDEX messenger_shares_by_phone ON messenger_shares (phone);
