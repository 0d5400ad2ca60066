"""Topics learnt from what the sources have brought, kept as a file that goes into git."""

from briefing import files, shelf
from briefing.errors import BriefingError
from briefing.newsroom.topics import Learned, learn
from briefing.settings import Settings
from briefing.store import Store


def learn_topics(settings: Settings) -> Learned:
    """Learn from all items of the database, and write ``content/topics.learned.json``.

    Raises:
        BriefingError: there is too little to learn from, or the file cannot be written.
    """
    vocabulary = shelf.read_vocabulary(settings.path(shelf.TOPICS))
    with Store.open(settings.database, settings.root) as store:
        learned = learn(store.all_items(), vocabulary)
    if learned is None:
        raise BriefingError("There is too little to learn from: come back with 300 English items.")
    path = settings.path(shelf.LEARNED)
    try:
        files.replace(path, learned.dump().encode())
    except OSError as error:
        raise BriefingError(f"{path} could not be written: {error.strerror}.") from error
    return learned
