"""What a meeting dealt with: a sentence in, topics of the closed list out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import errors, lexicon, topics
from pipeline.lexicon import patterns

CLOSED_LIST = {
    "agreements",
    "arms_control_nuclear",
    "bilateral_relations",
    "conflict_security",
    "counter_terrorism",
    "culture_education",
    "defense_cooperation",
    "diplomatic_representation",
    "economy_trade",
    "energy",
    "environment_water",
    "health",
    "human_rights_law",
    "humanitarian",
    "multilateral",
    "palestine_israel",
    "parliamentary_party",
    "political_process",
    "reconstruction_development",
    "refugees_migration",
    "regional_developments",
    "sanctions",
    "sovereignty",
    "transport_connectivity",
}


def told(*sentences: str, hidden: tuple[tuple[int, int], ...] = ()) -> set[str]:
    """Topics of a meeting told by these sentences, one after the other."""
    return {hit.topic for hit in hits(*sentences, hidden=hidden)}


def hits(*sentences: str, hidden: tuple[tuple[int, int], ...] = ()) -> tuple[topics.TopicHit, ...]:
    placed, start = [], 0
    for sentence in sentences:
        placed.append((sentence, start))
        start += len(sentence) + 1
    return topics.find(placed, topics.load(), hidden)


# Each topic, worded in several ways


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        (
            "bilateral_relations",
            "How the ties of the two nations could be made firmer was what the ministers talked about.",
        ),
        ("bilateral_relations", "They looked at how both countries might draw nearer to one another."),
        ("bilateral_relations", "The strides that cooperation between the two has made were lauded."),
        ("bilateral_relations", "Both sides want to open a new page in their relations."),
        ("regional_developments", "What is new in the region was gone over too, along with world affairs."),
        ("regional_developments", "He briefed his guest on the latest developments in Libya."),
        ("regional_developments", "Questions of shared concern, in the region and internationally, were raised."),
        ("conflict_security", "They want the guns to fall silent and calm to come back to the south."),
        ("conflict_security", "Peace and stability in the Horn of Africa were on the agenda."),
        ("conflict_security", "The envoy stressed that restraint must be shown by all sides."),
        ("counter_terrorism", "The effort to root out extremism was reviewed."),
        ("counter_terrorism", "Both pledged to go on fighting terrorist groups together."),
        ("political_process", "How the peace talks can be taken up again was discussed."),
        ("political_process", "He spoke on the preparations for next year's vote, presidential and parliamentary."),
        ("political_process", "The drafting of the constitution was touched upon."),
        ("sovereignty", "She reaffirmed support for Moldova's independence within its borders."),
        ("sovereignty", "No one may meddle in the internal affairs of others, they agreed."),
        ("sanctions", "He asked that the punitive measures placed on his country be lifted."),
        ("sanctions", "The unjust siege laid on the people of Cuba has to end, he said."),
        ("economy_trade", "Farming, fisheries and tourism were named as fields to work on together."),
        ("economy_trade", "Ways to draw more investors and firms were discussed."),
        ("energy", "They agreed to link their power grids."),
        ("energy", "Cooperation in oil and renewables was examined."),
        ("reconstruction_development", "He said his country will take part in rebuilding what the war destroyed."),
        ("reconstruction_development", "They reviewed progress towards the 2030 goals."),
        ("transport_connectivity", "Opening a direct air route between the capitals was discussed."),
        ("transport_connectivity", "They want the border gate to reopen for lorries and goods."),
        ("humanitarian", "The need to get relief to those hit by the quake was stressed."),
        ("humanitarian", "How to let food and medicine into the besieged city was discussed."),
        ("refugees_migration", "They talked of how Syrians may go home safely."),
        ("refugees_migration", "Irregular migration across the sea was discussed."),
        ("health", "The fight on the virus and the supply of jabs were discussed."),
        ("health", "Cooperation among hospitals was on the agenda."),
        ("culture_education", "More scholarships for students were promised."),
        ("culture_education", "Teaching of the Turkish language was touched on."),
        ("multilateral", "They agreed to go on backing each other at the United Nations."),
        ("multilateral", "Reforming the Security Council was among the topics."),
        ("multilateral", "The organisation of the coming Arab summit was discussed."),
        ("arms_control_nuclear", "Talks centred on Iran's nuclear file and the return to the deal."),
        ("arms_control_nuclear", "The file of chemical weapons was discussed."),
        ("defense_cooperation", "They agreed to hold joint drills."),
        ("defense_cooperation", "Deliveries of air defence systems were discussed."),
        ("human_rights_law", "The release of those held in prison for their views was demanded."),
        ("human_rights_law", "The fight against drug smuggling and organised crime was discussed."),
        ("palestine_israel", "He reaffirmed his country's firm stand by the Palestinian cause."),
        ("palestine_israel", "Jerusalem and its holy places were discussed."),
        ("diplomatic_representation", "The new ambassador handed over copies of his credentials."),
        ("diplomatic_representation", "Consular matters and the easing of visas were discussed."),
        ("agreements", "The two ministers put their names to a memorandum on tourism."),
        ("agreements", "They agreed to hold the joint committee in spring."),
        ("environment_water", "What a warming climate does to island states was raised."),
        ("environment_water", "Sharing of the waters of the Nile was discussed."),
        ("parliamentary_party", "Contacts between the two parliaments were reviewed."),
        ("parliamentary_party", "Relations between the two ruling parties were reviewed."),
        ("bilateral_relations", "The parties considered the schedule of upcoming contacts at various levels."),
        ("bilateral_relations", "Both ministers took a positive view of how cooperation is moving along."),
        ("bilateral_relations", "They spoke about preparations for the president's first visit to Tirana."),
        ("regional_developments", "The Russian side outlined its assessments of the situation around Ukraine."),
        ("regional_developments", "Questions with a regional dimension were gone into."),
        ("conflict_security", "He feared that the raids would drag the region into a wider war."),
        ("conflict_security", "The visitor was concerned about the advance of M23 on Goma."),
        ("political_process", "They spoke about snap polls in Bulgaria and the work of the caretaker cabinet."),
        ("political_process", "Belligerents must return to the table, they agreed."),
        ("political_process", "The host is ready for the next round of talks between Baku and Yerevan."),
        ("sovereignty", "She briefed him on the drillship and other violations of the exclusive economic zone."),
        ("sovereignty", "The two agreed that borders cannot be changed by force."),
        ("economy_trade", "They looked at how to open markets for Kenyan avocados and flowers."),
        ("economy_trade", "The ambassador heard concerns of dairy firms about import licences."),
        ("economy_trade", "Seasonal work of seafarers and nurses abroad was their theme."),
        ("energy", "Norway is interested in tidal energy, the ambassador said."),
        ("energy", "They went over the civil nuclear agreement."),
        (
            "reconstruction_development",
            "A grant for the repair of two bridges and a clinic was handed over by the minister.",
        ),
        ("reconstruction_development", "They took stock of the projects the agency runs in the islands."),
        ("transport_connectivity", "The two men agreed to raise the number of weekly flights."),
        ("transport_connectivity", "The sale of Airbus planes was among the topics."),
        ("humanitarian", "Letting in trucks of flour was urgent, they stressed."),
        ("humanitarian", "They discussed support to provinces hit by the typhoon."),
        ("refugees_migration", "He asked for help to towns sheltering Sudanese who crossed the border."),
        ("refugees_migration", "The readmission of deportees was raised."),
        ("health", "The guest offered ten ambulances and a million doses."),
        ("culture_education", "They talked over the return of looted artefacts."),
        ("culture_education", "Enrolment of girls was at the centre of the conversation."),
        ("multilateral", "They commended the close coordination between their missions in Geneva and New York."),
        ("multilateral", "The opening of negotiating clusters on the European path was reviewed."),
        ("multilateral", "Her country's bid for a seat on the Human Rights Council was backed."),
        ("arms_control_nuclear", "He praised the ratification of the test ban treaty."),
        ("arms_control_nuclear", "Pyongyang's missile launches were condemned by both."),
        ("defense_cooperation", "Japan would furnish patrol vessels to the coast guard, the minister said."),
        ("defense_cooperation", "How ammunition might be produced jointly was discussed."),
        ("human_rights_law", "She raised the case of the jailed activist."),
        ("human_rights_law", "Timber smuggling was one of their subjects."),
        ("palestine_israel", "They want the war on the Strip to stop."),
        ("diplomatic_representation", "The minister thanked for the safe evacuation of nationals."),
        ("diplomatic_representation", "The high commissioner handed over her letter of introduction."),
        ("agreements", "They dwelt on a plan of consultations, which was signed after the talks."),
        ("environment_water", "A loan for a plant for treatment of waste water was on the agenda."),
        ("environment_water", "The sharing of the waters of the Teesta was discussed."),
        ("parliamentary_party", "He would like to send a group of senators in autumn."),
    ],
)
def test_a_topic_is_found_however_it_is_worded(topic: str, sentence: str) -> None:
    """Ministries word one topic in many ways, active and passive."""
    assert topic in told(sentence)


def test_a_list_of_fields_gives_a_topic_for_each() -> None:
    """Long lists are told by single words, which count because the sentence is an agenda."""
    sentence = "They discussed cooperation in trade, energy, health, transport, education and defence."
    expected = {
        "economy_trade",
        "energy",
        "health",
        "transport_connectivity",
        "culture_education",
        "defense_cooperation",
    }
    assert told(sentence) == expected


def test_countries_listed_as_subjects_are_world_affairs() -> None:
    """Readouts name what was discussed by countries alone; countries met are no subject."""
    assert "regional_developments" in told("The two discussed Iran, Myanmar and Belarus.")
    assert "regional_developments" in told("They raised issues of concern, including Mali and Niger.")
    assert told("He held talks with the ministers of Iran, Myanmar and Belarus.") == set()


def test_the_topics_of_one_meeting_come_from_all_its_sentences() -> None:
    """Each sentence adds what it tells."""
    assert told(
        "The minister received the envoy of Nepal on Monday.",
        "They discussed ways to develop bilateral relations.",
        "The guest also asked for more flights between the capitals.",
    ) == {"bilateral_relations", "transport_connectivity"}


# Names are not topics


@pytest.mark.parametrize(
    "sentence",
    [
        "Minister of Health Anna Popova and Minister of Energy and Water Resources Lino Sali were present.",
        "He met the Minister of Foreign Affairs and International Cooperation of Mauritania.",
        "The defence minister and the interior minister were at the table.",
        "The Regional Director of the World Health Organization was received on Monday.",
        "They met on the sidelines of the 77th session of the United Nations General Assembly.",
        "The minister spoke at the Antalya Diplomacy Forum.",
        "Also there was the cultural attaché of the embassy.",
        "He was decorated with the Independence Medal of the first class.",
    ],
)
def test_titles_and_names_of_bodies_tell_no_topic(sentence: str) -> None:
    """A minister of health does not make a meeting one about health."""
    assert told(sentence) == set()


def test_a_title_the_reader_marked_is_hidden() -> None:
    """Spans found elsewhere as titles or names are passed in and mean nothing."""
    sentence = "He discussed matters with the Commander for Border Security."
    assert "conflict_security" in told(sentence)
    start = sentence.index("Commander")
    assert "conflict_security" not in told(sentence, hidden=((start, len(sentence) - 1),))


def test_an_organisation_of_which_the_parties_speak_is_multilateral() -> None:
    """Working together inside an organisation is a topic; meeting at its assembly is not."""
    assert "multilateral" in told("They agreed to coordinate their positions within the African Union.")
    assert "multilateral" not in told("The minister left for New York to attend the United Nations General Assembly.")


def test_an_organisation_that_stands_for_its_subject_tells_it() -> None:
    """The name of one word may be the topic itself."""
    assert "energy" in told("Decisions of OPEC and the price of oil were discussed.")


@pytest.mark.parametrize(
    "sentence",
    [
        "She met Curtis King, Minister of Education, National Reconciliation and Sport.",
        "Also there were the Tourism, Civil Aviation and Culture Minister and his aide.",
        "The guest is Secretary for Health, Trade and Sustainable Development in the cabinet.",
        "Andrei Popa, Minister of Foreign Affairs and European Integration, was received.",
    ],
)
def test_the_field_of_an_office_is_no_topic_however_it_is_named(sentence: str) -> None:
    """Portfolios are as many as cabinets; the capitals around the office tell where its name ends."""
    assert told(sentence) == set()


def test_in_a_headline_capitals_do_not_end_a_title() -> None:
    """There every word has a capital, so the subject after the office is read."""
    assert "energy" in told("Foreign Minister Discusses Oil Exports With Angolan Minister Of State")


# What happened besides is not what was discussed


def test_what_the_same_people_did_elsewhere_is_not_of_the_meeting() -> None:
    """Other engagements of the day follow a readout and have topics of their own."""
    talks = "The two ministers discussed trade."
    assert told(
        talks,
        "Elsewhere, the minister chaired a cabinet meeting.",
        "The pandemic was discussed, the spokesman said.",
        "Reopening schools was also discussed.",
    ) == {"economy_trade"}
    assert told(talks, "The minister later visited the museum.", "He stressed that refugees enrich a city.") == {
        "economy_trade"
    }


def test_a_body_explained_at_the_end_is_not_of_the_meeting() -> None:
    """Agencies close with what an organisation is."""
    assert told(
        "The two ministers discussed trade.",
        "The union is a regional organisation of nine states.",
        "Its members agreed on energy, climate and health.",
    ) == {"economy_trade"}


def test_the_article_comes_back_to_the_meeting_after_an_aside() -> None:
    """Words that name the two sides or the talks lead back."""
    assert "energy" in told(
        "The two ministers discussed trade.",
        "The guest laid a wreath at the memorial.",
        "During the talks the supply of gas was also raised.",
    )


def test_a_telling_that_opens_with_elsewhere_counts() -> None:
    """An aside is apart from what precedes it only."""
    assert "health" in told("Elsewhere, the minister met the envoy of Peru to discuss hospitals.")


# Background is not what was discussed


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("He was born in 1961, studied economics and was appointed ambassador in 2014.", "economy_trade"),
        ("The war, which broke out in April, has killed thousands.", "conflict_security"),
        ("Chile exports copper and lithium to all of Asia.", "economy_trade"),
        ("He taught at universities before he joined the foreign service.", "culture_education"),
        ("It may be recalled that the embargo was laid on the island in 1962.", "sanctions"),
        ("A commission on trade was established by both in 2011.", "agreements"),
        ("It is worth mentioning that an agreement on tourism was signed ten years ago.", "agreements"),
        ("In all the rounds held before, there was discussion of the return of refugees.", "refugees_migration"),
    ],
)
def test_the_papers_background_tells_no_topic(sentence: str, topic: str) -> None:
    """Biography, chronicle and earlier rounds are not of this meeting."""
    assert topic not in told("The minister received the ambassador of Chad.", sentence)


def test_what_a_side_says_of_a_country_is_of_the_meeting() -> None:
    """Only where nobody speaks is it the paper's."""
    assert "economy_trade" in told("Chile exports copper to all of Asia, the minister said.")


def test_background_that_was_discussed_is_a_topic() -> None:
    """What the two talked about counts, also when it is an old story."""
    assert "conflict_security" in told("They discussed the war that broke out in April.")


def test_a_quoted_side_speaks_at_the_meeting() -> None:
    """Topics inside long quotations count."""
    assert "sanctions" in told("“The sanctions on our people must be lifted,” the guest told his host.")


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("They said the occupation is a violation of international law and of the Charter.", "human_rights_law"),
        ("Cooperation in the cultural and humanitarian sphere was reviewed.", "humanitarian"),
        ("He thanked the guest for standing by the country during the terrorist war.", "counter_terrorism"),
        ("They discussed the security environment in the region.", "environment_water"),
        ("He called for more power sharing.", "energy"),
        ("They discussed the economic terrorism waged on his people.", "counter_terrorism"),
        ("The settlement activity in the West Bank was condemned.", "political_process"),
        ("The friendly match between the two teams was discussed.", "bilateral_relations"),
        ("They held a bilateral meeting in Rome.", "bilateral_relations"),
        ("They agreed on more cooperation between the two armies.", "bilateral_relations"),
        ("They discussed the stability of supply chains.", "conflict_security"),
        ("He deplored that food insecurity grows.", "conflict_security"),
        ("The settlement of the Karabakh conflict was discussed.", "conflict_security"),
        ("The fight against jihadists was discussed.", "conflict_security"),
        ("Students will soon return home, he said.", "refugees_migration"),
        ("The defence industry was discussed.", "economy_trade"),
        ("They discussed the export control regimes.", "economy_trade"),
        ("They discussed civil nuclear cooperation.", "arms_control_nuclear"),
        ("The ambassador was asked to serve as a bridge between the two nations.", "transport_connectivity"),
        (
            "They said that attacks on ports must end.",
            "transport_connectivity",
        ),
        ("They discussed the training of soldiers.", "culture_education"),
        ("The minister is to brief the media on Monday.", "culture_education"),
        ("They discussed power sharing.", "energy"),
        ("The chair of the parliamentary group was told about the elections.", "parliamentary_party"),
        ("They discussed the truck drivers held in custody.", "humanitarian"),
    ],
)
def test_a_wording_that_only_looks_like_a_topic_is_passed_over(sentence: str, topic: str) -> None:
    """Law merely invoked, set phrases and words of two senses."""
    assert topic not in told(sentence)


def test_the_humanitarian_sphere_is_culture() -> None:
    """Post-Soviet English means culture and education by it."""
    assert "culture_education" in told("They reviewed ties in the trade, economic and humanitarian spheres.")


def test_humanitarian_aid_is_humanitarian() -> None:
    """The word in its usual sense."""
    assert told("They discussed humanitarian aid to the north.") == {"humanitarian"}


# Evidence


def test_evidence_spans_the_words_that_tell_the_topic() -> None:
    """Offsets count in the cleaned text, behind what precedes the sentence."""
    first = "The minister received the envoy of Nepal."
    second = "They discussed the file of refugees."
    (hit,) = hits(first, second)
    assert (first + " " + second)[hit.start : hit.end] == "refugees"


def test_accents_do_not_move_the_evidence() -> None:
    """A capital İ has two characters in lower case; offsets count the article's."""
    sentence = "İlham Çelik discussed Türkiye’s wheat."
    (hit,) = [hit for hit in hits(sentence) if hit.topic == "economy_trade"]
    assert sentence[hit.start : hit.end] == "wheat"


def test_two_sentences_make_a_topic_surer_than_one() -> None:
    """Confidence grows with the evidence and stays below one."""
    one = hits("They discussed trade.")[0].confidence
    two = hits("They discussed trade.", "Exports should grow, he said.")[0].confidence
    assert topics.THRESHOLD <= one < two < 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["They discussed trade.", "He said peace must hold.", "Fish ❦ İß", ""]), max_size=4))
def test_every_hit_lies_in_the_text_and_each_topic_comes_once(sentences: list[str]) -> None:
    """Spans lie in the sentences; topics are sorted and distinct."""
    found = hits(*sentences)
    length = len(" ".join(sentences))
    assert all(0 <= hit.start < hit.end <= length for hit in found)
    assert [hit.topic for hit in found] == sorted({hit.topic for hit in found})


def test_nothing_told_gives_no_topic() -> None:
    """No sentences, no topics; and greetings are none."""
    assert told() == set()
    assert told("The president conveyed the greetings of King Abdullah.") == set()


# The list itself, and a user's own


def test_the_list_is_the_closed_list() -> None:
    """Twenty-four topics, each with label, description and context, as the lexicon gives them to the tables."""
    book = topics.load()
    assert set(book) == CLOSED_LIST == set(lexicon.toml("topics.toml")["topics"])
    assert all(topic.label and topic.description and topic.plover_context for topic in book.values())


def test_a_users_file_adds_wordings_and_topics(tmp_path: Path) -> None:
    """Lists are joined, so a user need not copy ours."""
    (tmp_path / "topics.toml").write_text(
        '[topics.energy]\nphrases = ["biogas"]\n'
        '[topics.space]\nlabel = "Space"\ndescription = "Outer space"\nphrases = ["orbit*"]\n',
        encoding="utf-8",
    )
    book = topics.load((tmp_path,))
    found = {hit.topic for hit in topics.find([("They discussed biogas, oil exports and orbital stations.", 0)], book)}
    assert {"energy", "space"} <= found


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ('[topics.energy]\nphrases = ["(oil"]\n', "topics.energy.phrases: '\\(oil' opens a bracket"),
        ('[topics.energy]\nphrases = ["oil)"]\n', "closed a bracket|closes a bracket"),
        ('[topics.energy]\nphrases = ["{fuel}"]\n', "uses a group that is not there"),
        ('[topics.energy]\nphrases = ["oil|"]\n', "empty alternative"),
        ('[topics.energy]\nphrases = ["oil? gas"]\n', "holds '\\?'"),
        ('[topics.space]\nlabel = "Space"\n', "topics.space has no description"),
        ('[topics.space]\nlabel = "S"\ndescription = "d"\nphrases = "orbit"\n', "topics.space.phrases is no list"),
    ],
)
def test_a_malformed_entry_is_named(tmp_path: Path, file: str, message: str) -> None:
    """The message names file, key and what to do."""
    (tmp_path / "topics.toml").write_text(file, encoding="utf-8")
    with pytest.raises(errors.LexiconError, match=message):
        topics.load((tmp_path,))


# How a pattern is written


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        ("embargo", "two embargoes", True),
        ("treaty", "old treaties", True),
        ("econom*", "an economic plan", True),
        ("=mou", "a MoU was signed", True),
        ("=mou", "the mouth of the river", False),
        ("lift* .. sanction*", "lifting all the unjust sanctions", True),
        ("lift* .. sanction*", "lifting a curfew, not at all the sanctions", False),
        ("lift* ... sanction*", "lifting a curfew, not at all the sanctions", True),
        ("(trade|free zone)", "the free zones", True),
        ("security [and] stability", "security, stability", True),
        ("security [and] stability", "security and stability", True),
        ("co operation", "Co-operation", True),
        ("cafe", "a Café", True),
        ("open* [..] embass*", "opening a new embassy", True),
        ("open* [..] embass*", "opening embassies", True),
        ("open* [..] embass*", "opening of what was to be an embassy", False),
        ("labo*r market", "labour markets", True),
        ("labo*r market", "the labor market", True),
        ("labo*r market", "laboratories r market", False),
        ("port", "the airport", False),
    ],
)
def test_a_pattern_matches_whole_words_as_its_form_says(pattern: str, text: str, is_found: bool) -> None:
    """Plural endings, beginnings, gaps, alternatives and optional words."""
    folded, wordings = patterns.fold(text), patterns.Wordings([pattern], {}, "here")
    possible = patterns.Index([wordings]).possible(folded)
    assert bool(wordings.search(folded, possible)) is is_found


def test_wordings_match_as_one_expression_of_them_all_would() -> None:
    """The leftmost match; of those that begin at one place that of the wording listed first."""
    folded = patterns.fold("They spoke of trade policy, the trade balance and of policy on trade.")
    wordings = patterns.Wordings(["policy", "trade (policy|balance)", "trade", "policy on trade"], {}, "here")
    possible = patterns.Index([wordings]).possible(folded)
    found = [match.group() for match in wordings.finditer(folded, possible)]
    assert found == ["trade policy", "trade balance", "policy", "trade"]


def test_wordings_passed_over_for_their_words_could_not_have_matched(root: Path) -> None:
    """More words than a sentence has let more wordings be tried; none of them finds anything."""
    book = topics.load()
    texts = [path.read_text("utf-8") for path in sorted((root / "tests/practice/texts").glob("*.txt"))[::6]]
    sentences = [patterns.fold(sentence) for text in texts for sentence in re.split(r"(?<=[.\n]) ", text)]
    every = book.index.possible(" ".join(sentences))
    for folded in sentences:
        possible = book.index.possible(folded)
        for topic in book.topics.values():
            for wordings in (topic.phrases, topic.words):
                tried, found = wordings.search(folded, every), wordings.search(folded, possible)
                assert (tried and tried.span()) == (found and found.span())
                assert tried is None or topic in book.among(possible)


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    """One character for each, whatever the script."""
    assert len(patterns.fold(text)) == len(text)
