"""The one style sheet of the pages read at arm's length, made from the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cramp_coach.ui.theme import Theme

BODY_PX = 18.0
"""14 pt at 96 dpi is what older adults read with ease (experience.md 3.1)."""
LINE_PX = 16.0
LEAD_PX = 22.0
GROUP_PX = 24.0


def style_sheet(theme: Theme) -> str:
    """Return the style of labels, frames, fields and lists; set it on one page only."""
    c = theme.palette

    def px(pixels: float) -> int:
        return round(theme.page_px(pixels))

    return f"""
    QScrollArea, #inside {{ background: transparent; border: 0; }}
    QLabel, QLineEdit, QComboBox, QAbstractItemView {{ font-family: "{theme.family}"; }}
    QLabel {{ color: {c.text}; background: transparent; }}
    QLabel[role="lead"] {{ font-size: {px(LEAD_PX)}px; font-weight: 500; }}
    QLabel[role="group"] {{ font-size: {px(GROUP_PX)}px; font-weight: 700; }}
    QLabel[role="label"] {{ font-size: {px(BODY_PX)}px; font-weight: 600; }}
    QLabel[role="line"] {{ font-size: {px(LINE_PX)}px; font-weight: 500; color: {c.dim}; }}
    QLabel[role="refusal"] {{ font-size: {px(LINE_PX)}px; font-weight: 600; color: {c.danger}; }}
    QLabel[role="body"] {{ font-size: {px(BODY_PX)}px; font-weight: 500; }}
    QLabel[role="state"] {{ font-size: {px(BODY_PX)}px; font-weight: 500; color: {c.dim}; }}
    QLabel[role="cap"] {{
        font-size: {px(BODY_PX)}px; font-weight: 600; background: {c.raised};
        border-radius: 8px; padding: {px(4)}px {px(10)}px;
    }}
    QFrame[role="card"] {{
        background: {c.card}; border: 1px solid {c.track}; border-radius: {px(14)}px;
    }}
    QFrame[role="rule"] {{ background: {c.track}; border: 0; max-height: 1px; min-height: 1px; }}
    QLineEdit, QComboBox {{
        background: {c.bg}; color: {c.text}; border: 2px solid {c.card_edge};
        border-radius: 10px; padding: 1px 12px; min-height: {max(40, px(30))}px;
        font-size: {px(BODY_PX)}px; font-weight: 600;
        selection-background-color: {c.action}; selection-color: {c.bg};
    }}
    QLineEdit:focus, QComboBox:focus {{ border: 3px solid {c.text}; padding: 0 11px; }}
    QLineEdit[wrong="true"] {{ border-color: {c.danger}; }}
    QComboBox::drop-down {{ border: 0; width: 44px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox QAbstractItemView::item {{ min-height: {max(44, px(40))}px; padding-left: 12px; }}
    QComboBox QAbstractItemView {{
        background: {c.card}; color: {c.text}; border: 2px solid {c.card_edge}; outline: 0;
        selection-background-color: {c.action}; selection-color: {c.bg};
    }}
    QScrollBar:vertical {{ background: transparent; width: 16px; margin: 2px; }}
    QScrollBar::handle:vertical {{
        background: {c.card_edge}; border-radius: 6px; min-height: 48px;
    }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
