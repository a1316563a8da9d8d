"""Reads that prepare the pages of the conversation."""

from ideas.selectors.choices import with_moment
from ideas.selectors.comments import comment_place, comment_url, replies_page
from ideas.selectors.digest import digest_counts
from ideas.selectors.drafts import draft_at, drafts_of, own_draft, place_urls
from ideas.selectors.flags import flags_on, reported_posts, waiting_posts
from ideas.selectors.hall import hall_page
from ideas.selectors.hidden import with_changes_since_hidden
from ideas.selectors.lists import group_or_404, idea_list_page, page_number
from ideas.selectors.mine import mine_page, mine_section, moved_ideas
from ideas.selectors.news import thread_news
from ideas.selectors.posts import (
    comment_or_404,
    earlier_texts,
    idea_or_404,
    own_flag,
    own_or_404,
    own_vote,
)
from ideas.selectors.replies import replies_to
from ideas.selectors.search import search_page, search_run, similar_ideas
from ideas.selectors.threads import thread_page

__all__ = [
    "comment_or_404",
    "comment_place",
    "comment_url",
    "digest_counts",
    "draft_at",
    "drafts_of",
    "earlier_texts",
    "flags_on",
    "group_or_404",
    "hall_page",
    "idea_list_page",
    "idea_or_404",
    "mine_page",
    "mine_section",
    "moved_ideas",
    "own_draft",
    "own_flag",
    "own_or_404",
    "own_vote",
    "page_number",
    "place_urls",
    "replies_page",
    "replies_to",
    "reported_posts",
    "search_page",
    "search_run",
    "similar_ideas",
    "thread_news",
    "thread_page",
    "waiting_posts",
    "with_changes_since_hidden",
    "with_moment",
]
