# SPDX-License-Identifier: AGPL-3.0-or-later
"""Schema 1: the whole chain from document to answer."""

from __future__ import annotations

from sqlalchemy import Connection

STATEMENTS = (
    """
CREATE TABLE settings (
    name VARCHAR NOT NULL,
    value JSON NOT NULL,
    CONSTRAINT pk_settings PRIMARY KEY (name)
)
""",
    """
CREATE TABLE audit (
    sequence INTEGER NOT NULL,
    at DOUBLE NOT NULL,
    action VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    detail JSON NOT NULL,
    previous VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (sequence)
)
""",
    """
CREATE TABLE network_attempts (
    id INTEGER NOT NULL,
    at DOUBLE NOT NULL,
    process VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    caller VARCHAR NOT NULL,
    CONSTRAINT pk_network_attempts PRIMARY KEY (id)
)
""",
    """
CREATE TABLE jobs (
    id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    parameters JSON NOT NULL,
    state VARCHAR NOT NULL,
    done DOUBLE NOT NULL,
    total DOUBLE NOT NULL,
    message VARCHAR NOT NULL,
    error VARCHAR,
    result JSON,
    pid INTEGER,
    heartbeat DOUBLE,
    cancel_requested BOOLEAN NOT NULL,
    pause_requested BOOLEAN NOT NULL,
    created DOUBLE NOT NULL,
    started DOUBLE,
    ended DOUBLE,
    attempts INTEGER NOT NULL,
    CONSTRAINT pk_jobs PRIMARY KEY (id)
)
""",
    """
CREATE INDEX ix_jobs_kind ON jobs (kind)
""",
    """
CREATE INDEX ix_jobs_created ON jobs (created)
""",
    """
CREATE INDEX ix_jobs_state ON jobs (state)
""",
    """
CREATE TABLE collections (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    created DOUBLE NOT NULL,
    ocr_engine VARCHAR,
    CONSTRAINT pk_collections PRIMARY KEY (id),
    CONSTRAINT uq_collections_name UNIQUE (name)
)
""",
    """
CREATE TABLE datasets (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    recipe VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    settings JSON NOT NULL,
    created DOUBLE NOT NULL,
    CONSTRAINT pk_datasets PRIMARY KEY (id),
    CONSTRAINT uq_datasets_name UNIQUE (name)
)
""",
    """
CREATE TABLE models (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    licence VARCHAR NOT NULL,
    languages VARCHAR NOT NULL,
    metadata JSON NOT NULL,
    added DOUBLE NOT NULL,
    CONSTRAINT pk_models PRIMARY KEY (id),
    CONSTRAINT uq_models_name UNIQUE (name)
)
""",
    """
CREATE TABLE agents (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    release_id VARCHAR,
    created DOUBLE NOT NULL,
    CONSTRAINT pk_agents PRIMARY KEY (id),
    CONSTRAINT uq_agents_name UNIQUE (name)
)
""",
    """
CREATE TABLE documents (
    id VARCHAR NOT NULL,
    collection_id VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    media_type VARCHAR NOT NULL,
    blob VARCHAR,
    status VARCHAR NOT NULL,
    error VARCHAR,
    page_count INTEGER NOT NULL,
    languages VARCHAR NOT NULL,
    settings_hash VARCHAR NOT NULL,
    added DOUBLE NOT NULL,
    parent_id VARCHAR,
    members INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    created_on VARCHAR NOT NULL,
    modified_on VARCHAR NOT NULL,
    signature BLOB,
    locked BOOLEAN NOT NULL,
    password VARCHAR,
    CONSTRAINT pk_documents PRIMARY KEY (id),
    CONSTRAINT uq_documents_collection_id UNIQUE (collection_id, sha256),
    CONSTRAINT fk_documents_collection_id FOREIGN KEY(collection_id) REFERENCES collections (id) ON DELETE CASCADE,
    CONSTRAINT fk_documents_parent_id FOREIGN KEY(parent_id) REFERENCES documents (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_documents_parent_id ON documents (parent_id)
""",
    """
CREATE INDEX ix_documents_status ON documents (status)
""",
    """
CREATE INDEX ix_documents_sha256 ON documents (sha256)
""",
    """
CREATE INDEX ix_documents_blob ON documents (blob)
""",
    """
CREATE INDEX ix_documents_collection_id ON documents (collection_id)
""",
    """
CREATE TABLE runs (
    id VARCHAR NOT NULL,
    job_id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    settings JSON NOT NULL,
    dataset_hash VARCHAR NOT NULL,
    base_hash VARCHAR NOT NULL,
    metrics JSON NOT NULL,
    tokens_per_second DOUBLE,
    peak_memory_bytes INTEGER,
    seconds DOUBLE NOT NULL,
    adapter_blob VARCHAR,
    created DOUBLE NOT NULL,
    CONSTRAINT pk_runs PRIMARY KEY (id),
    CONSTRAINT fk_runs_job_id FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE,
    CONSTRAINT fk_runs_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
    CONSTRAINT fk_runs_model_id FOREIGN KEY(model_id) REFERENCES models (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_runs_dataset_id ON runs (dataset_id)
""",
    """
CREATE INDEX ix_runs_job_id ON runs (job_id)
""",
    """
CREATE INDEX ix_runs_model_id ON runs (model_id)
""",
    """
CREATE TABLE conversations (
    id VARCHAR NOT NULL,
    agent_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    created DOUBLE NOT NULL,
    CONSTRAINT pk_conversations PRIMARY KEY (id),
    CONSTRAINT fk_conversations_agent_id FOREIGN KEY(agent_id) REFERENCES agents (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_conversations_agent_id ON conversations (agent_id)
""",
    """
CREATE TABLE tags (
    document_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    CONSTRAINT pk_tags PRIMARY KEY (document_id, name),
    CONSTRAINT fk_tags_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_tags_name ON tags (name)
""",
    """
CREATE TABLE pages (
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    confidence DOUBLE,
    languages VARCHAR NOT NULL,
    seconds DOUBLE NOT NULL,
    error VARCHAR,
    words BLOB,
    reason VARCHAR NOT NULL,
    engine VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    body_start INTEGER,
    body_end INTEGER,
    CONSTRAINT pk_pages PRIMARY KEY (id),
    CONSTRAINT uq_pages_document_id UNIQUE (document_id, number),
    CONSTRAINT fk_pages_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_pages_document_id ON pages (document_id)
""",
    """
CREATE INDEX ix_pages_document_source ON pages (document_id, source)
""",
    """
CREATE TABLE ingested_files (
    id INTEGER NOT NULL,
    job_id VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    document_id VARCHAR,
    sha256 VARCHAR,
    status VARCHAR NOT NULL,
    error VARCHAR,
    CONSTRAINT pk_ingested_files PRIMARY KEY (id),
    CONSTRAINT uq_ingested_files_job_id UNIQUE (job_id, path),
    CONSTRAINT fk_ingested_files_job_id FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE,
    CONSTRAINT fk_ingested_files_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE SET NULL
)
""",
    """
CREATE INDEX ix_ingested_files_document_id ON ingested_files (document_id)
""",
    """
CREATE INDEX ix_ingested_files_job_id ON ingested_files (job_id)
""",
    """
CREATE TABLE examples (
    id VARCHAR NOT NULL,
    dataset_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    messages JSON NOT NULL,
    original JSON,
    state VARCHAR NOT NULL,
    split VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    document_id VARCHAR,
    page INTEGER,
    start INTEGER,
    "end" INTEGER,
    CONSTRAINT pk_examples PRIMARY KEY (id),
    CONSTRAINT fk_examples_dataset_id FOREIGN KEY(dataset_id) REFERENCES datasets (id) ON DELETE CASCADE,
    CONSTRAINT fk_examples_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE SET NULL
)
""",
    """
CREATE INDEX ix_examples_source ON examples (source)
""",
    """
CREATE INDEX ix_examples_state ON examples (state)
""",
    """
CREATE INDEX ix_examples_dataset_id ON examples (dataset_id)
""",
    """
CREATE INDEX ix_examples_document_id ON examples (document_id)
""",
    """
CREATE TABLE run_points (
    id INTEGER NOT NULL,
    run_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    value DOUBLE NOT NULL,
    at DOUBLE NOT NULL,
    CONSTRAINT pk_run_points PRIMARY KEY (id),
    CONSTRAINT uq_run_points_run_id UNIQUE (run_id, name, step),
    CONSTRAINT fk_run_points_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_run_points_run_id ON run_points (run_id)
""",
    """
CREATE TABLE versions (
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    adapter_blob VARCHAR NOT NULL,
    gguf_blob VARCHAR,
    merged JSON NOT NULL,
    gate VARCHAR NOT NULL,
    gate_report JSON NOT NULL,
    metrics JSON NOT NULL,
    created DOUBLE NOT NULL,
    CONSTRAINT pk_versions PRIMARY KEY (id),
    CONSTRAINT uq_versions_name UNIQUE (name),
    CONSTRAINT fk_versions_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE,
    CONSTRAINT fk_versions_model_id FOREIGN KEY(model_id) REFERENCES models (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_versions_run_id ON versions (run_id)
""",
    """
CREATE INDEX ix_versions_model_id ON versions (model_id)
""",
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
    CONSTRAINT pk_messages PRIMARY KEY (id),
    CONSTRAINT fk_messages_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_messages_conversation_id ON messages (conversation_id)
""",
    """
CREATE TABLE readings (
    page_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    confidence DOUBLE,
    error VARCHAR,
    words BLOB,
    body_start INTEGER,
    body_end INTEGER,
    corrected DOUBLE NOT NULL,
    CONSTRAINT pk_readings PRIMARY KEY (page_id),
    CONSTRAINT fk_readings_page_id FOREIGN KEY(page_id) REFERENCES pages (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE entities (
    id INTEGER NOT NULL,
    document_id VARCHAR NOT NULL,
    page_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    day VARCHAR,
    CONSTRAINT pk_entities PRIMARY KEY (id),
    CONSTRAINT fk_entities_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
    CONSTRAINT fk_entities_page_id FOREIGN KEY(page_id) REFERENCES pages (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_entities_day ON entities (day)
""",
    """
CREATE INDEX ix_entities_document_id ON entities (document_id)
""",
    """
CREATE INDEX ix_entities_page_id ON entities (page_id)
""",
    """
CREATE INDEX ix_entities_kind_value ON entities (kind, value)
""",
    """
CREATE TABLE chunks (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    page_id VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    settings_hash VARCHAR NOT NULL,
    CONSTRAINT uq_chunks_id UNIQUE (id),
    CONSTRAINT fk_chunks_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE,
    CONSTRAINT fk_chunks_page_id FOREIGN KEY(page_id) REFERENCES pages (id) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_chunks_document_id ON chunks (document_id)
""",
    """
CREATE INDEX ix_chunks_page_id ON chunks (page_id)
""",
    """
CREATE TABLE releases (
    id VARCHAR NOT NULL,
    agent_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    model_id VARCHAR NOT NULL,
    version_id VARCHAR,
    collection_id VARCHAR,
    system_prompt VARCHAR NOT NULL,
    settings JSON NOT NULL,
    created DOUBLE NOT NULL,
    CONSTRAINT pk_releases PRIMARY KEY (id),
    CONSTRAINT fk_releases_agent_id FOREIGN KEY(agent_id) REFERENCES agents (id) ON DELETE CASCADE,
    CONSTRAINT fk_releases_model_id FOREIGN KEY(model_id) REFERENCES models (id) ON DELETE CASCADE,
    CONSTRAINT fk_releases_version_id FOREIGN KEY(version_id) REFERENCES versions (id) ON DELETE CASCADE,
    CONSTRAINT fk_releases_collection_id FOREIGN KEY(collection_id) REFERENCES collections (id) ON DELETE SET NULL
)
""",
    """
CREATE INDEX ix_releases_agent_id ON releases (agent_id)
""",
    """
CREATE INDEX ix_releases_collection_id ON releases (collection_id)
""",
    """
CREATE INDEX ix_releases_model_id ON releases (model_id)
""",
    """
CREATE INDEX ix_releases_version_id ON releases (version_id)
""",
    """
CREATE TABLE embeddings (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    chunk_number INTEGER NOT NULL,
    model_hash VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL,
    CONSTRAINT fk_embeddings_chunk_number FOREIGN KEY(chunk_number) REFERENCES chunks (number) ON DELETE CASCADE
)
""",
    """
CREATE INDEX ix_embeddings_model_chunk ON embeddings (model_hash, chunk_number)
""",
    """
CREATE INDEX ix_embeddings_chunk_number ON embeddings (chunk_number)
""",
    """
CREATE VIRTUAL TABLE chunk_fts USING fts5(stems, grams, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0")
""",
    """
CREATE TRIGGER chunk_fts_delete AFTER DELETE ON chunks BEGIN DELETE FROM chunk_fts WHERE rowid = old.number; END
""",
)


def first(connection: Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
