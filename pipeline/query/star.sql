-- The tables of a snapshot, laid out for questions: one row a meeting, numbered from the newest, that carries what it can
-- be filtered and counted by as short lists of numbers (its parties, people, topics, levels, outlets, articles).
-- Filled in by database.py: the snapshot's folder, a type for each closed vocabulary, the columns of the schema.

$types

CREATE TABLE party AS
    SELECT row_number() OVER (ORDER BY party_id)::INTEGER AS number, * FROM read_parquet('$folder/parties.parquet');

CREATE TABLE person AS
    SELECT row_number() OVER (ORDER BY person_id)::INTEGER AS number, * FROM read_parquet('$folder/people.parquet');

CREATE TABLE topic AS
    SELECT row_number() OVER (ORDER BY topic)::INTEGER AS number, * FROM read_parquet('$folder/topics.parquet');

CREATE TABLE document AS
    SELECT
        row_number() OVER (ORDER BY doc_id)::INTEGER AS number, doc_id, outlet, status, is_copy_of, home_party,
        try_cast(published AS DATE) AS day
    FROM read_parquet('$folder/documents.parquet');

CREATE TABLE outlet AS
    SELECT row_number() OVER (ORDER BY outlet)::INTEGER AS number, outlet
    FROM (SELECT DISTINCT outlet FROM document WHERE outlet IS NOT NULL);

CREATE TABLE level AS
    SELECT row_number() OVER (ORDER BY level)::INTEGER AS number, level
    FROM (SELECT unnest(enum_range(NULL::participants_level))::VARCHAR AS level);

CREATE TEMP TABLE numbered AS
    SELECT
        row_number() OVER (ORDER BY first_day DESC NULLS LAST, last_day DESC, meeting_id)::INTEGER AS meeting, *
    FROM (
        SELECT
            *,
            try_cast(date || CASE length(date) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS DATE) AS first_day,
            CASE length(coalesce(date_end, date))
                WHEN 4 THEN try_cast(coalesce(date_end, date) || '-12-31' AS DATE)
                WHEN 7 THEN last_day(try_cast(coalesce(date_end, date) || '-01' AS DATE))
                ELSE try_cast(coalesce(date_end, date) AS DATE)
            END AS last_day
        FROM read_parquet('$folder/meetings.parquet')
    );

CREATE TABLE place AS
    SELECT row_number() OVER (ORDER BY country, city)::INTEGER AS number, *
    FROM (
        SELECT city, country, first(latitude) AS latitude, first(longitude) AS longitude
        FROM numbered WHERE city IS NOT NULL OR country IS NOT NULL GROUP BY city, country
    );

CREATE TEMP TABLE participant AS
    SELECT n.meeting, party.number AS party, person.number AS person, level.number AS level, p.position
    FROM read_parquet('$folder/participants.parquet') AS p
    JOIN numbered AS n USING (meeting_id)
    JOIN party USING (party_id)
    JOIN level USING (level)
    LEFT JOIN person USING (person_id);

CREATE TABLE source AS
    SELECT document.number AS document, n.meeting
    FROM read_parquet('$folder/meeting_sources.parquet') AS s
    JOIN numbered AS n USING (meeting_id) JOIN document USING (doc_id) ORDER BY ALL;

CREATE TEMP TABLE sides AS
    SELECT meeting, list(party ORDER BY position) AS parties
    FROM (SELECT meeting, party, min(position) AS position FROM participant GROUP BY ALL) GROUP BY meeting;

CREATE TEMP TABLE attendance AS
    SELECT meeting, list(person ORDER BY person) AS people
    FROM (SELECT DISTINCT meeting, person FROM participant WHERE person IS NOT NULL) GROUP BY meeting;

CREATE TEMP TABLE ranks AS
    SELECT meeting, list(level ORDER BY level) AS levels FROM (SELECT DISTINCT meeting, level FROM participant) GROUP BY meeting;

CREATE TEMP TABLE about AS
    SELECT n.meeting, list(topic.number ORDER BY topic.number) AS topics
    FROM read_parquet('$folder/meeting_topics.parquet') AS t
    JOIN numbered AS n USING (meeting_id) JOIN topic USING (topic) GROUP BY n.meeting;

CREATE TEMP TABLE told AS
    SELECT meeting, list(document ORDER BY document) AS documents FROM source GROUP BY meeting;

CREATE TEMP TABLE published AS
    SELECT meeting, list(outlet ORDER BY outlet) AS outlets
    FROM (
        SELECT DISTINCT s.meeting, outlet.number AS outlet
        FROM source AS s JOIN document ON document.number = s.document JOIN outlet USING (outlet)
    )
    GROUP BY meeting;

-- What free text is looked for in, beside the articles: folded once, here.
CREATE TEMP TABLE named AS
    SELECT p.meeting, string_agg(concat_ws(' ', person.name, person.aliases, party.name), ' ') AS names
    FROM participant AS p
    JOIN party ON party.number = p.party
    LEFT JOIN person ON person.number = p.person
    GROUP BY p.meeting;

CREATE TABLE meetings AS
    SELECT
        n.meeting, n.first_day, n.last_day, place.number AS place,
        coalesce(parties, []) AS parties, coalesce(people, []) AS people, coalesce(levels, []) AS levels,
        coalesce(topics, []) AS topics, coalesce(documents, []) AS documents, coalesce(outlets, []) AS outlets,
        strip_accents(lower(concat_ws(' ', n.title, n.city, host.name, n.venue, n.occasion, names))) AS words,
        $columns
    FROM numbered AS n
    LEFT JOIN party AS host ON host.party_id = n.country
    LEFT JOIN place ON place.city IS NOT DISTINCT FROM n.city AND place.country IS NOT DISTINCT FROM n.country
    LEFT JOIN sides USING (meeting)
    LEFT JOIN attendance USING (meeting)
    LEFT JOIN ranks USING (meeting)
    LEFT JOIN about USING (meeting)
    LEFT JOIN told USING (meeting)
    LEFT JOIN published USING (meeting)
    LEFT JOIN named USING (meeting)
    ORDER BY n.meeting;

DROP TABLE participant;
DROP TABLE numbered;
DROP TABLE sides;
DROP TABLE attendance;
DROP TABLE ranks;
DROP TABLE about;
DROP TABLE told;
DROP TABLE published;
DROP TABLE named;

-- Large tables of which only a few rows are ever shown stay on disk; they are sorted by what they are asked for.
CREATE VIEW texts AS SELECT * FROM read_parquet('$folder/texts.parquet');
$search
CREATE VIEW documents AS SELECT * FROM read_parquet('$folder/documents.parquet');
CREATE VIEW evidence AS SELECT * FROM read_parquet('$folder/evidence.parquet');
CREATE VIEW participants AS SELECT * FROM read_parquet('$folder/participants.parquet');
CREATE VIEW meeting_topics AS SELECT * FROM read_parquet('$folder/meeting_topics.parquet');
CREATE VIEW meeting_sources AS SELECT * FROM read_parquet('$folder/meeting_sources.parquet');
CREATE VIEW conflicts AS SELECT * FROM read_parquet('$folder/conflicts.parquet');
CREATE VIEW aliases AS SELECT * FROM read_parquet('$folder/aliases.parquet');
