# SPDX-License-Identifier: AGPL-3.0-or-later
"""Schema 2: branches of a conversation, what answers took, saved searches, an embedder for a collection."""

from __future__ import annotations

from sqlalchemy import Connection

# Nothing refers to the messages yet, so the table can be made anew; a new column at its end would stand after
# the constraints, and the schema would not be that of a new workspace.
MESSAGES = (
    "ALTER TABLE messages RENAME TO messages_1",
    "DROP INDEX ix_messages_conversation_id",
    """
CREATE TABLE messages (
    id VARCHAR NOT NULL,
    conversation_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    answer JSON,
    release_id VARCHAR,
    feedback INTEGER NOT NULL,
    created DOUBLE NOT NULL,
    parent_id VARCHAR,
    feedback_reason VARCHAR NOT NULL,
    CONSTRAINT pk_messages PRIMARY KEY (id),
    CONSTRAINT fk_messages_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE,
    CONSTRAINT fk_messages_parent_id FOREIGN KEY(parent_id) REFERENCES messages (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_messages_parent_id ON messages (parent_id)
""",
    """
CREATE INDEX ix_messages_conversation_id ON messages (conversation_id)
""",
    """
INSERT INTO messages (id, conversation_id, number, role, text, answer, release_id, feedback, created, parent_id,
    feedback_reason)
SELECT id, conversation_id, number, role, text, answer, release_id, feedback, created,
    (SELECT before.id FROM messages_1 before WHERE before.conversation_id = messages_1.conversation_id
        AND before.number < messages_1.number ORDER BY before.number DESC LIMIT 1), ''
FROM messages_1 ORDER BY conversation_id, number
""",
    "DROP TABLE messages_1",
)

STATEMENTS = (
    """
CREATE TABLE saved_searches (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    "query" VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    filters JSON NOT NULL,
    created DOUBLE NOT NULL,
    CONSTRAINT pk_saved_searches PRIMARY KEY (id),
    CONSTRAINT uq_saved_searches_name UNIQUE (name)
)
""",
    """
CREATE TABLE collection_embedders (
    collection_id VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    CONSTRAINT pk_collection_embedders PRIMARY KEY (collection_id),
    CONSTRAINT fk_collection_embedders_collection_id FOREIGN KEY(collection_id) REFERENCES collections (id) ON DELETE CASCADE,
    CONSTRAINT fk_collection_embedders_model_id FOREIGN KEY(model_id) REFERENCES models (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_collection_embedders_model_id ON collection_embedders (model_id)
""",
    """
CREATE TABLE conversation_states (
    conversation_id VARCHAR NOT NULL,
    head_id VARCHAR,
    documents JSON NOT NULL,
    summary JSON NOT NULL,
    CONSTRAINT pk_conversation_states PRIMARY KEY (conversation_id),
    CONSTRAINT fk_conversation_states_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE answer_uses (
    id INTEGER NOT NULL,
    agent_id VARCHAR NOT NULL,
    message_id VARCHAR,
    at DOUBLE NOT NULL,
    outcome VARCHAR NOT NULL,
    first_token_seconds DOUBLE NOT NULL,
    total_seconds DOUBLE NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    tokens_per_second DOUBLE NOT NULL,
    CONSTRAINT pk_answer_uses PRIMARY KEY (id),
    CONSTRAINT fk_answer_uses_agent_id FOREIGN KEY(agent_id) REFERENCES agents (id) ON DELETE CASCADE,
    CONSTRAINT fk_answer_uses_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE SET NULL
)
""",
    """
CREATE INDEX ix_answer_uses_agent_id ON answer_uses (agent_id)
""",
    """
CREATE INDEX ix_answer_uses_at ON answer_uses (at)
""",
    """
CREATE INDEX ix_answer_uses_message_id ON answer_uses (message_id)
""",
    """
CREATE TABLE withheld (
    id INTEGER NOT NULL,
    agent_id VARCHAR NOT NULL,
    message_id VARCHAR,
    at DOUBLE NOT NULL,
    rule VARCHAR NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT pk_withheld PRIMARY KEY (id),
    CONSTRAINT fk_withheld_agent_id FOREIGN KEY(agent_id) REFERENCES agents (id) ON DELETE CASCADE,
    CONSTRAINT fk_withheld_message_id FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE SET NULL
)
""",
    """
CREATE INDEX ix_withheld_message_id ON withheld (message_id)
""",
    """
CREATE INDEX ix_withheld_agent_id ON withheld (agent_id)
""",
)


def find_and_chat(connection: Connection) -> None:
    for statement in (*MESSAGES, *STATEMENTS):
        connection.exec_driver_sql(statement)
