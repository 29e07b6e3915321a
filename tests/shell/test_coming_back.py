"""After the kiosk had to start anew the resident stands at the very question, with all that was given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.assist.call import NewCall
from kiosk.failure import StoreFailed, Trouble
from kiosk.flow.answer import PhoneNo
from kiosk.flow.card import Known
from kiosk.flow.run import FlowRun
from kiosk.ids import new_id
from kiosk.visit.draft import Draft, Page
from kiosk.visit.travelling import Look
from kiosk.visit.visit import Visit
from screens.shell.calls import Phase
from screens.shell.machine import Assist, Mode
from screens.shell.page_draft import written
from screens.steps.entry import EntryDraft
from tests.shell.hands import to_review
from tests.shell.memory import MemoryDrafts, TurnedClock

SERVICE = "household"
LOOK = Look(size="largest", high_contrast=True, sitting=True, slow=False, dialect="", way="pinyin")


@pytest.fixture
def given(request):
    """How many questions were answered."""
    return getattr(request, "param", 4)


@pytest.fixture
def visit(releases, walks, today, given):
    found = Visit()
    release = next(r for r in releases if r.flow.id == SERVICE)
    run = FlowRun(release.flow, lambda: today)
    for _, value in walks[SERVICE][:given]:
        run.answer(value)
    found.begin(release, run)
    found.began_at = TurnedClock().now()
    return found


@pytest.fixture
def kept():
    """What else stood in the draft."""
    return {"page": Page()}


@pytest.fixture
def drafts(visit, kept):
    return MemoryDrafts(Draft.of(visit, "en", LOOK, **kept).text())


async def back(hands):
    await hands.until(lambda: hands.kiosk.stage.top == "came_back", "what happened")
    assert hands.kiosk.stage.screen.title.text == "Sorry, the machine had to start again"
    hands.tap("All right")
    await hands.until(lambda: hands.kiosk.stage.top == "step", "the question")


@pytest.mark.parametrize("given", range(9), indirect=True)
def test_the_resident_goes_on_at_the_very_question(play, visit, given):
    async def scene(hands):
        assert hands.kiosk.stage.top == "opening"  # never the greeting: a touch would begin another visit
        await back(hands)
        assert hands.run.dump() == visit.run.dump()
        assert hands.kiosk.serving.visit.id == visit.id
        ui = hands.kiosk.looks.ui()
        assert (ui.locale, ui.theme.size, ui.theme.high_contrast, ui.way) == ("en", "largest", True, "pinyin")
        await hands.mode(Mode.MATERIALS if visit.run.step.kind == "checklist" else Mode.SERVING)

    play(scene)


def test_it_is_handed_in_as_the_same_visit_and_the_next_one_begins_as_usual(
    play, walks, visit, given, drafts, visit_ends
):
    async def scene(hands):
        await back(hands)
        await to_review(hands, walks[SERVICE][given:])
        hands.kiosk.stage.screen.acted.emit("hand_in", "")
        await hands.mode(Mode.RECEIPT)
        assert list(hands.cases.filed) == [visit.id]
        await hands.until(lambda: hands.kiosk.stage.top == "receipt", "the receipt")
        hands.kiosk.stage.screen.acted.emit("receipt_done", "")
        await hands.mode(Mode.RATING)
        hands.kiosk.scenes.rated.emit(0)
        await hands.mode(Mode.ATTRACT)
        await hands.until(lambda: hands.kiosk.stage.top == "attract", "the greeting")
        assert hands.kiosk.looks.comfort == hands.kiosk.looks.usual
        assert drafts.text is None
        await hands.until(lambda: visit_ends.told, "how it ended")

    play(scene)
    assert [(end.visit_id, end.began_at) for end in visit_ends.told] == [(visit.id, visit.began_at)]


class TestEntered:
    """What was entered on the page and not yet answered."""

    ENTRY = EntryDraft(("1381",), covered=True)

    @pytest.fixture
    def given(self, releases, walks):
        flow = next(r.flow for r in releases if r.flow.id == SERVICE)
        kinds = {s.id: s.kind for s in flow.steps}
        return [kinds[id_] for id_, _ in walks[SERVICE]].index("phone")

    @pytest.fixture
    def kept(self):
        return {"page": Page(entered=written(self.ENTRY), at=0)}

    def test_is_there_again(self, play):
        async def scene(hands):
            await back(hands)
            draft = hands.kiosk.stage.screen.draft()
            assert (draft.parts, draft.covered) == (("1381",), True)

        play(scene)


class TestPublished:
    """The visit was begun under a release that was published here, not with the product."""

    class Book:
        """A Served, as far as a new start asks it."""

        def __init__(self, shipped, published, trouble=None) -> None:
            self.shipped, self.published, self.trouble = shipped, published, trouble

        async def stamp(self):
            return ()

        async def releases(self):
            return self.shipped

        async def one(self, service, sha256):
            if self.trouble is not None:
                raise StoreFailed(self.trouble)
            found = self.published
            return found if (found.flow.id, found.sha256) == (service, sha256) else None

    @pytest.fixture
    def visit(self, visit):
        visit.release = replace(visit.release, sha256="1" * 64)
        return visit

    @pytest.fixture
    def storage(self, storage, releases, visit):
        return replace(storage, served=self.Book(releases, visit.release))

    def test_it_goes_on_under_that_one_and_the_next_one_sees_what_is_in_force(self, play, visit, releases):
        async def scene(hands):
            await back(hands)
            assert hands.kiosk.serving.visit.release is visit.release
            assert hands.run.dump() == visit.run.dump()
            await hands.until(lambda: hands.kiosk.scenes.releases, "the services")
            assert hands.kiosk.scenes.releases == releases

        play(scene)

    def test_where_it_cannot_be_had_the_greeting_comes(self, play, hands, storage, drafts):
        storage.served.trouble = Trouble.BUSY

        async def scene(hands):
            await hands.until(lambda: hands.kiosk.stage.top == "attract", "the greeting")
            assert drafts.text is None

        play(scene)


class TestHandedIn:
    """It ended in the middle of handing in, or right after it."""

    @pytest.fixture
    def given(self, walks):
        return len(walks[SERVICE])

    @pytest.fixture(params=[None, True, False])
    def kept(self, request):
        return {"page": Page(), "handing_in": True, "slip_out": request.param}

    @pytest.fixture(params=["before", "after"])
    def committed(self, request):
        return request.param == "after"

    def test_the_receipt_comes_and_nothing_is_handed_in_twice(
        self, play, visit, cases, committed, kept, hands
    ):
        async def scene(hands):
            first = await cases.hand_in(visit.filing("01", "en")) if committed else None
            await hands.until(lambda: hands.kiosk.stage.top == "receipt", "the receipt")
            assert list(cases.filed) == [visit.id]
            receipt = hands.kiosk.serving.visit.receipt
            assert first is None or receipt == first
            printed = len(hands.printer.slips)
            assert printed == (1 if kept["slip_out"] is None else 0)

        play(scene)


class TestCall:
    """A call that was open stays open."""

    @pytest.fixture
    def new(self):
        return NewCall(
            id=new_id(), kiosk="01", kiosk_name="1", place="x", service=SERVICE, step=None, locale="en",
            priority=False, quiet=False,
        )  # fmt: skip

    @pytest.fixture
    def drafts(self, visit, new):
        visit.helpers.called(new.id)
        return MemoryDrafts(Draft.of(visit, "en", LOOK, Page()).text())

    @pytest.mark.parametrize("claimed", [False, True])
    def test_and_is_followed_on(self, play, new, queue, claimed):
        async def scene(hands):
            await queue.open_call(new)
            await queue.mark_seen([new.id])
            if claimed:
                await queue.claim(new.id, "0042")
            await back(hands)
            wanted = Phase.COMING if claimed else Phase.AT_DESK
            await hands.until(lambda: hands.kiosk.calls.telling.phase is wanted, wanted)
            await hands.until(
                lambda: hands.kiosk.machine.assist is (Assist.COMING if claimed else Assist.AT_DESK), "so too"
            )
            assert len(queue.calls) == 1
            await hands.kiosk.calls.cancel()
            assert not queue.calls[new.id].open

        play(scene)

    def test_one_that_is_over_is_over(self, play, new, queue):
        async def scene(hands):
            await queue.open_call(new)
            await queue.cancel(new.id)
            await back(hands)
            await hands.until(lambda: hands.kiosk.speech.voice, "ready")
            assert hands.kiosk.calls.telling.phase is Phase.NONE

        play(scene)


class TestAtHome:
    """Between two services: the languages and looks, and what the visit knows."""

    @pytest.fixture
    def visit(self):
        found = Visit()
        found.known = Known(phone=PhoneNo(number="13812345678"))
        return found

    def test_the_services_are_offered_again(self, play, visit):
        async def scene(hands):
            await hands.mode(Mode.HOME)
            await hands.until(lambda: hands.kiosk.stage.top == "home", "the services")
            assert hands.kiosk.looks.comfort.locale == "en"
            assert hands.kiosk.serving.visit.known == visit.known

        play(scene)


class TestCannot:
    """A draft that cannot go on here is dropped, and the next resident may come."""

    @pytest.fixture(params=["release", "size", "locale", "run"])
    def drafts(self, request, visit):
        draft = Draft.of(visit, "en", LOOK, Page())
        travelling = draft.travelling
        match request.param:
            case "release":
                draft = draft.model_copy(
                    update={"travelling": travelling.model_copy(update={"release": "0" * 64})}
                )
            case "run":
                draft = draft.model_copy(update={"travelling": travelling.model_copy(update={"run": {}})})
            case "size":
                draft = draft.model_copy(update={"look": LOOK.model_copy(update={"size": "huge"})})
            case "locale":
                draft = draft.model_copy(update={"locale": "xx"})
        return MemoryDrafts(draft.text())

    def test_the_greeting_comes(self, play, drafts, hands):
        async def scene(hands):
            await hands.until(lambda: hands.kiosk.scenes.releases, "the services")
            await hands.until(lambda: hands.kiosk.stage.top == "attract", "the greeting")
            await hands.until(lambda: drafts.text is None, "the end of the draft")
            assert hands.kiosk.looks.comfort == hands.kiosk.looks.usual
            assert len(hands.errors) == 1
            hands.errors.clear()

        hands._check = lambda: None
        play(scene)


def test_a_store_that_does_not_open_comes_first(play, drafts, trouble, hands):
    trouble["now"] = Trouble.DAMAGED

    async def scene(hands):
        await hands.mode(Mode.OUT_OF_SERVICE)
        await hands.until(lambda: hands.kiosk.scenes.releases, "the services")
        await hands.until(lambda: drafts.text is None, "the end of the draft")
        assert hands.kiosk.stage.top == "broken"

    hands._check = lambda: None
    play(scene)


def test_a_finger_on_a_key_while_the_rest_comes_up_is_not_lost(play):
    async def scene(hands):
        opened = []
        hands.kiosk.opened.connect(lambda: opened.append(True))
        await hands.until(lambda: hands.kiosk.stage.top == "came_back", "what happened")
        under_it = hands.find("All right")
        await hands.until(lambda: opened, "all of it")
        assert hands.find("All right") is under_it
        hands.touch(under_it)
        await hands.until(lambda: hands.kiosk.stage.top == "step", "the question")

    play(scene)
