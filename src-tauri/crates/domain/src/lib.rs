//! The nouns of video identification and their rules.
