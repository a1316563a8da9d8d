"""The demo workshop's rows, table by table, from the published figures and our texts.

Pure and deterministic: no database, no clock, the same rows each time. The archive writer takes
them as they are; `analysis.demo.shift` lays them over other dates first.
"""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from analysis.demo.answers import gateway_rows
from analysis.demo.ballots import Ballot, ballots
from analysis.demo.conversation import CONTRIBUTORS, Post, conversation
from analysis.demo.draws import dice, shuffled
from analysis.demo.rhythm import Rhythm
from analysis.demo.sources import published
from analysis.demo.votes import comment_votes, idea_votes
from analysis.demo.workshop import CLOSES_AT, OPENS_AT, TIMEZONE, demo_workshop

ZONE = ZoneInfo(TIMEZONE)
FAITHFUL_VISITS = 57  # of the one spectator who came more than fifty times

Tables = dict[str, list[dict]]


def demo_tables() -> Tables:
    """Return the rows of each table of the archive, by the table's name, with the original dates.

    Moments are aware datetimes in UTC, booleans `bool`, votes and visits `int`, everything else
    text; a blank is "". Rows stand in the archive's order.
    """
    mails = [datetime.fromisoformat(mailing["send_at"]) for mailing in demo_workshop()["mailings"]]
    rhythm = Rhythm(OPENS_AT, CLOSES_AT, TIMEZONE, mails)
    keenness = _keenness()
    ideas = conversation(rhythm, keenness)
    comments = [comment for idea in ideas for comment in idea.thread]
    posts = ideas + comments
    votes = ballots(posts, idea_votes(ideas) + comment_votes(comments), keenness, rhythm)
    names = _names()
    idea_ids, comment_ids = _ids("i", ideas), _ids("c", comments)
    return {
        "participants": _participant_rows(posts, votes, names, rhythm),
        "gateway": gateway_rows(),
        "ideas": _idea_rows(ideas, idea_ids, names),
        "comments": _comment_rows(ideas, idea_ids, comment_ids, names),
        "votes": _vote_rows(votes, idea_ids, comment_ids, names),
        "codings": _coding_rows(ideas, idea_ids),
    }


def _keenness() -> list[float]:
    """Return how much each contributor does: most a little, a few a lot."""
    rng = dice("keenness")
    return [rng.lognormvariate(0, 1.0) for _ in range(CONTRIBUTORS)]


def _names() -> list[str]:
    """Return shuffled ids for the people: contributors first, then spectators."""
    people = published()["workshop"]["counts"]["participants"]
    return shuffled(dice("names"), [f"p{n:04}" for n in range(1, people + 1)])


def _ids(letter: str, posts: list[Post]) -> dict[int, str]:
    """Return an id for each post, by `id(post)`, counted in order of time."""
    order = sorted(range(len(posts)), key=lambda n: (posts[n].at, n))
    return {id(posts[n]): f"{letter}{place:03}" for place, n in enumerate(order, 1)}


def _participant_rows(
    posts: list[Post], votes: list[Ballot], names: list[str], rhythm: Rhythm
) -> list[dict]:
    rng = dice("visits")
    days = _active_days(posts, votes)
    rows = []
    for n, name in enumerate(names):
        if n < CONTRIBUTORS:
            joined = min(days[n])
            visits = min(50, len(days[n]) + int(rng.expovariate(0.4)))
        else:
            joined = rhythm.at(rng.random() ** 1.3 * 0.99).astimezone(ZONE).date()
            visits = (
                FAITHFUL_VISITS if n == CONTRIBUTORS else min(50, 1 + int(rng.expovariate(0.6)))
            )
        rows.append({"participant": name, "joined_at": _midnight(joined), "visits": visits})
    return sorted(rows, key=lambda row: row["participant"])


def _active_days(posts: list[Post], votes: list[Ballot]) -> dict[int | None, set[date]]:
    days = defaultdict(set)
    for person, moment in [(post.author, post.at) for post in posts] + [
        (vote.voter, vote.at) for vote in votes
    ]:
        days[person].add(moment.astimezone(ZONE).date())
    return days


def _midnight(day: date) -> datetime:
    """Return the day without the hour, so that it cannot be lined up with an answer."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _idea_rows(ideas: list[Post], ids: dict[int, str], names: list[str]) -> list[dict]:
    rows = [
        {
            "idea": ids[id(idea)],
            "group": idea.text.get("posted_in", idea.group),
            "author": "" if idea.author is None else names[idea.author],
            "seed": idea.text.get("seed", False),
            "created_at": idea.at,
            "title": idea.text["title"],
            "body": idea.text["body"],
            "state": "visible",
            "analysis_group": idea.group if "posted_in" in idea.text else "",
            "excluded": idea.text.get("excluded", ""),
        }
        for idea in ideas
    ]
    return sorted(rows, key=lambda row: row["idea"])


def _comment_rows(
    ideas: list[Post], idea_ids: dict[int, str], comment_ids: dict[int, str], names: list[str]
) -> list[dict]:
    rows = [
        {
            "comment": comment_ids[id(comment)],
            "idea": idea_ids[id(idea)],
            "parent": comment_ids[id(comment.parent)] if comment.parent else "",
            "author": names[comment.author],
            "created_at": comment.at,
            "body": comment.text["body"],
            "state": "visible",
        }
        for idea in ideas
        for comment in idea.thread
    ]
    return sorted(rows, key=lambda row: row["comment"])


def _vote_rows(
    votes: list[Ballot], idea_ids: dict[int, str], comment_ids: dict[int, str], names: list[str]
) -> list[dict]:
    rows = [
        {
            "voter": names[vote.voter],
            "idea": idea_ids.get(id(vote.post), ""),
            "comment": comment_ids.get(id(vote.post), ""),
            "value": vote.value,
            "cast_at": vote.at,
        }
        for vote in votes
    ]
    return sorted(rows, key=lambda row: (row["voter"], row["idea"], row["comment"]))


def _coding_rows(ideas: list[Post], ids: dict[int, str]) -> list[dict]:
    rows = [
        {"idea": ids[id(idea)], "comment": "", "frame": frame, "code": code, "coder": ""}
        for idea in ideas
        for frame, codes in idea.text["codes"].items()
        for code in codes
    ]
    return sorted(rows, key=lambda row: (row["idea"], row["frame"], row["code"]))


def activity(tables: Tables) -> Counter:
    """Count ideas, comments and votes per local day, to look at the rhythm."""
    moments = [row["created_at"] for row in tables["ideas"] + tables["comments"]]
    moments += [row["cast_at"] for row in tables["votes"]]
    return Counter(moment.astimezone(ZONE).date() for moment in moments)
