"""What the reader reads: sentences, terms, numbers, money and days in English, Russian and Polish."""

from funnel.words.speech import LANGUAGES, Words, msgid

__all__ = ["LANGUAGES", "Words", "msgid"]
