"""A small service to publish."""

from __future__ import annotations

from pathlib import Path

from kiosk.flow.load import load_bytes

ID = "parking"
TEXT = """\
# 停车证
schema: 1
id: parking
version: 1
order: 30
icon: house
title: {zh_CN: 停车证, en: Parking}
summary: {zh_CN: 办停车证, en: Get a permit}
steps:
  - {id: own, kind: yes_no, title: {zh_CN: 是自己的车吗？, en: Is it your car?}}
  - {id: ask, kind: notice, title: {zh_CN: 请问窗口, en: Ask at the desk}, when: {step: own, is: false}}
  - {id: review, kind: review, title: {zh_CN: 对一对, en: Look it over}}
next_steps: [{id: wait, text: {zh_CN: 请等电话, en: We will call you}}]
"""
SHIPPED = load_bytes(TEXT.encode(), Path("parking.yaml"))


def edited(words: str) -> str:
    """The shipped text with another title in both languages, and a comment with it."""
    return TEXT.replace(
        "title: {zh_CN: 停车证, en: Parking}", f"title: {{zh_CN: {words}, en: {words}}}  # new"
    )
