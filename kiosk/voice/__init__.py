"""The voice: sentences, the worker that makes their sound, and the speaker that says them."""
