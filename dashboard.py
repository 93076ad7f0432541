"""The dashboard: ``sidelines serve``, or ``streamlit run dashboard.py``. What it is made of lies in ``pages/``."""

from pages.shared import frame

frame.main()
