"""What a resident may change of the voice, by steps that end at the last."""

from __future__ import annotations

from dataclasses import dataclass, replace

RATES = (50, 75, 100, 125, 150, 175, 200)
# Five steps of 5 dB: each is heard as a step, and none may be more than 10 dB (VVSG 2.0, 7.1-K).
VOLUMES = (0.1, 0.18, 0.32, 0.56, 1.0)


@dataclass(frozen=True)
class VoiceSettings:
    """rate: percent, one of ``RATES``; loudness: 1..5."""

    rate: int = 100
    loudness: int = 3
    on: bool = True

    def __post_init__(self) -> None:
        if self.rate not in RATES or not 1 <= self.loudness <= len(VOLUMES):
            raise ValueError("no such rate or loudness")

    @property
    def volume(self) -> float:
        """0..1, linear."""
        return VOLUMES[self.loudness - 1]

    def paced(self, steps: int) -> VoiceSettings:
        """Faster by so many steps, or slower by negative ones."""
        at = RATES.index(self.rate) + steps
        return replace(self, rate=RATES[min(max(at, 0), len(RATES) - 1)])

    def turned(self, steps: int) -> VoiceSettings:
        """Louder by so many steps, or softer by negative ones."""
        return replace(self, loudness=min(max(self.loudness + steps, 1), len(VOLUMES)))

    def toggled(self) -> VoiceSettings:
        """On where it was off, off where it was on."""
        return replace(self, on=not self.on)
