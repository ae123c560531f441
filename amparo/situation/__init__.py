"""The situation: the coded, non-identifying facts about a person towards one State on one day, and their vocabulary."""
