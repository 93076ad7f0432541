-- The tables of a snapshot, laid out for questions: meetings numbered by date (newest first), and for each thing one
-- can filter by a narrow table of (thing, meeting) numbers, sorted so that one thing's meetings lie together.
-- $folder is replaced by the snapshot's folder.

CREATE TABLE party AS
    SELECT row_number() OVER (ORDER BY party_id)::INTEGER AS party, * FROM read_parquet('$folder/parties.parquet');

CREATE TABLE person AS
    SELECT row_number() OVER (ORDER BY person_id)::INTEGER AS person, * FROM read_parquet('$folder/people.parquet');

CREATE TABLE topic AS
    SELECT row_number() OVER (ORDER BY topic)::INTEGER AS number, * FROM read_parquet('$folder/topics.parquet');

CREATE TABLE document AS
    SELECT row_number() OVER (ORDER BY doc_id)::INTEGER AS document, *, try_cast(published AS DATE) AS day
    FROM read_parquet('$folder/documents.parquet');

CREATE TABLE outlet AS
    SELECT row_number() OVER (ORDER BY outlet)::INTEGER AS number, outlet
    FROM (SELECT DISTINCT outlet FROM document WHERE outlet IS NOT NULL);

CREATE TABLE level AS
    SELECT row_number() OVER (ORDER BY level)::INTEGER AS number, level
    FROM (SELECT DISTINCT level FROM read_parquet('$folder/participants.parquet'));

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

CREATE TEMP TABLE participant AS
    SELECT
        n.meeting, party.party, person.person, p.level, p.name, p.principal, p.position, party.name AS party_name
    FROM read_parquet('$folder/participants.parquet') AS p
    JOIN numbered AS n USING (meeting_id)
    JOIN party USING (party_id)
    LEFT JOIN person USING (person_id);

-- What free text is looked for in, beside the articles: folded once, here.
CREATE TABLE meetings AS
    SELECT
        n.*,
        strip_accents(lower(concat_ws(' ', n.title, n.city, host.name, n.venue, n.occasion, told.names))) AS words
    FROM numbered AS n
    LEFT JOIN party AS host ON host.party_id = n.country
    LEFT JOIN (
        SELECT meeting, string_agg(concat_ws(' ', name, party_name), ' ' ORDER BY position) AS names
        FROM participant GROUP BY meeting
    ) AS told USING (meeting)
    ORDER BY n.meeting;

CREATE TABLE meeting_party AS
    SELECT DISTINCT party AS number, meeting FROM participant ORDER BY ALL;

CREATE TABLE meeting_person AS
    SELECT person AS number, meeting, any_value(party) AS party, bool_or(principal) AS principal
    FROM participant WHERE person IS NOT NULL GROUP BY ALL ORDER BY person, meeting;

CREATE TABLE meeting_level AS
    SELECT DISTINCT level.number, meeting FROM participant JOIN level USING (level) ORDER BY ALL;

CREATE TABLE meeting_topic AS
    SELECT topic.number, n.meeting
    FROM read_parquet('$folder/meeting_topics.parquet') AS t
    JOIN numbered AS n USING (meeting_id) JOIN topic USING (topic) ORDER BY ALL;

CREATE TABLE meeting_document AS
    SELECT document.document AS number, n.meeting
    FROM read_parquet('$folder/meeting_sources.parquet') AS s
    JOIN numbered AS n USING (meeting_id) JOIN document USING (doc_id) ORDER BY ALL;

CREATE TABLE meeting_outlet AS
    SELECT DISTINCT outlet.number, meeting
    FROM meeting_document AS s JOIN document ON document.document = s.number JOIN outlet USING (outlet) ORDER BY ALL;

DROP TABLE participant;
DROP TABLE numbered;

-- Large tables of which only a few rows are ever shown stay on disk; they are sorted by what they are asked for.
CREATE VIEW texts AS SELECT * FROM read_parquet('$folder/texts.parquet');
CREATE VIEW evidence AS SELECT * FROM read_parquet('$folder/evidence.parquet');
CREATE VIEW participants AS SELECT * FROM read_parquet('$folder/participants.parquet');
CREATE VIEW meeting_topics AS SELECT * FROM read_parquet('$folder/meeting_topics.parquet');
CREATE VIEW meeting_sources AS SELECT * FROM read_parquet('$folder/meeting_sources.parquet');
CREATE VIEW conflicts AS SELECT * FROM read_parquet('$folder/conflicts.parquet');
CREATE VIEW aliases AS SELECT * FROM read_parquet('$folder/aliases.parquet');
