"""Reads that prepare the pages of the conversation."""

from ideas.selectors.drafts import draft_at, own_drafts, place_urls
from ideas.selectors.hall import hall_page
from ideas.selectors.lists import group_or_404, idea_list_page, page_number
from ideas.selectors.threads import (
    comment_or_404,
    comment_page_number,
    comment_url,
    idea_or_404,
    own_or_404,
    own_vote,
    thread_page,
)

__all__ = [
    "comment_or_404",
    "comment_page_number",
    "comment_url",
    "draft_at",
    "group_or_404",
    "hall_page",
    "idea_list_page",
    "idea_or_404",
    "own_drafts",
    "own_or_404",
    "own_vote",
    "page_number",
    "place_urls",
    "thread_page",
]
