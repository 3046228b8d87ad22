"""The figures on our own texts, and a scorer that can be failed both ways."""

import pytest

from bot.redaction import redact


def test_a_no_op_fails(rows_of, scorer):
    assert not scorer.score(rows_of(5, 120), lambda text: text)["all"].passes


@pytest.mark.parametrize("blackout", [lambda _: "", lambda t: "x" * len(t), lambda _: "[redacted]"])
def test_a_black_out_fails(rows_of, scorer, blackout):
    assert not scorer.score(rows_of(5, 120), blackout)["all"].passes


def test_a_crash_counts_as_both(rows_of, scorer):
    scores = scorer.score(rows_of(5, 60), lambda _: 1 / 0)["all"]
    assert (scores.leak_rate, scores.lost_rate) == (1, 1)


def test_digits_instead_of_words_are_a_leak(scorer):
    span = {
        "kind": "card",
        "value": "4242424242424242",
        "mode": "digits",
        "tail": 4,
        "parts": [[0, 4, "4"]],
    }
    assert scorer.leaked("four ...", "4242424242424242", span)


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned", "held out"])
def test_the_corpus_passes(rows_of, scorer, held_out):
    scores = scorer.score(rows_of(41, 900, held_out=held_out), redact)
    assert "crash" not in scores
    assert scores["all"].passes, scores["all"].leaks[:3] + scores["all"].losses[:3]
    assert scores["card"].leak_rate <= 0.005
    assert scores["hard"].leak_rate <= 0.03


def test_every_row_is_well_formed(rows_of):
    for row in rows_of(41, 900):
        for span in row["spans"]:
            assert "".join(chars for _, _, chars in span["parts"]) == span["value"]
            assert all(0 <= start < end <= len(row["text"]) for start, end, _ in span["parts"])
        assert all(keep in row["text"] for keep in row["keep"])


@pytest.mark.parametrize("seed", [3, 12])
def test_sixteen_countries_pass(corpus, scorer, seed):
    scores = scorer.score(corpus.countries.rows(seed, 1500), redact)
    assert "crash" not in scores
    assert scores["all"].passes, scores["all"].leaks[:3] + scores["all"].losses[:3]
    assert scores["card"].leak_rate <= 0.005


@pytest.mark.parametrize("seed", [3, 9])
def test_questions_and_answers_pass(corpus, scorer, seed):
    scores = scorer.score(corpus.asked.rows(seed, 700), redact)
    assert "crash" not in scores
    assert scores["all"].passes, scores["all"].leaks[:3] + scores["all"].losses[:3]
    assert scores["hard"].leak_rate <= 0.03


def test_free_texts_pass(corpus, scorer):
    """Written one by one; the few that are known not to be caught hold no card."""
    scores = scorer.score(corpus.free.rows(), redact)
    assert "crash" not in scores
    assert scores["all"].leak_rate <= 0.005, scores["all"].leaks
    assert scores["all"].lost_rate <= 0.005, scores["all"].losses
    assert scores["card"].leaked == 0


def test_every_marked_text_is_well_formed(corpus):
    for row in [
        *corpus.countries.rows(3, 300),
        *corpus.free.rows(),
        *corpus.asked.rows(3, 600),
    ]:
        for span in row["spans"]:
            assert "".join(chars for _, _, chars in span["parts"]) == span["value"]
            assert all(0 <= start < end <= len(row["text"]) for start, end, _ in span["parts"])
        assert all(keep in row["text"] for keep in row["keep"])
